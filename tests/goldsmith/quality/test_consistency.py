"""Contradictions, forms, agreement and leaks; what stands in evaluations and seeds; what steps found right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.filters import EvaluationItems
from goldsmith.labels import wilson_interval
from goldsmith.quality import (
    accuracy,
    consistency,
    contamination,
    contradictions,
    leakage,
    privacy,
    shared_runs,
)

TEXTS = [
    "how do I sort a list of numbers in python without a loop",
    "How do I sort a list of numbers in Python, without a loop?",
    "what is the capital of the smallest country in the world",
    "what is the capital of the smallest country in the world",
    "name three rivers that flow through the old town of Bern",
]
ITEM = "a farmer has seventeen sheep and all but nine run away how many sheep does the farmer have left"
OTHER = "which of these four planets of the solar system has the shortest day and how long does it last there"


def sentences(n: int, k: int = 20, seed: int = 0) -> list[str]:
    """Return n texts of k words out of many, which share nothing by chance."""
    rng = np.random.default_rng(seed)
    return [" ".join(f"w{word}" for word in rng.integers(50_000, size=k)) for _ in range(n)]


def test_contradictions_are_counted_by_cluster() -> None:
    measure, found = contradictions(TEXTS, ["easy", "hard", "easy", "easy", "hard"])
    assert (measure.value, measure.n) == (0.5, 2)
    assert measure.interval == wilson_interval(1, 2)
    assert [each.rows for each in found] == [(0, 1)]


def test_rows_without_a_label_contradict_nobody() -> None:
    measure, found = contradictions(TEXTS, ["easy", None, "easy", "hard", None])
    assert (measure.value, measure.n) == (1, 1)
    assert found[0].rows == (2, 3)


def test_flipped_labels_are_seen() -> None:
    texts = sentences(200) * 2
    labels = [n % 3 for n in range(200)] * 2
    flipped = [label if n >= 40 else label + 1 for n, label in enumerate(labels)]
    assert consistency(texts, labels=labels)["contradictory labels"].value == 0
    assert consistency(texts, labels=flipped)["contradictory labels"].value == pytest.approx(0.2)


def test_leaks_are_found_with_their_rows() -> None:
    measure, leaks = leakage(
        TEXTS, ["Name three rivers that flow through the old town of Bern!", "what is rain"]
    )
    assert (measure.value, measure.n) == (0.5, 2)
    assert [(leak.test, leak.train, leak.similarity) for leak in leaks] == [(0, 4, 1)]


def test_forms_and_agreement() -> None:
    answers = ['{"a": 1}', "{a: 1}", "[1]", '{"a": "x"}']
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    texts = ["q"] * 4
    assert consistency(texts, answers=answers)["valid form"].value == 0.75
    assert consistency(texts, answers=answers, schema=schema)["valid form"].value == 0.25
    assert consistency(texts, answers=["x = 1", "x =", "", "y"], form="python")["valid form"].value == 0.75
    assert consistency(texts, answers=["```\n", "", "", ""], form="fences")["valid form"].value == 0.75
    found = consistency(texts, agreement=[0.5, 1.0, None, float("nan")])["self-consistency"]
    assert (found.value, found.n, found.of) == (0.75, 2, 4)
    assert len(consistency(texts)) == 0


def test_a_planted_item_is_found_and_shared_boilerplate_is_not() -> None:
    frame = "read the question with care and give the answer as a single number at the end"
    evaluation = [f"{frame} {text}" for text in [ITEM, OTHER, *sentences(30, seed=1)]]
    train = [*sentences(50, seed=2), f"so {ITEM} she asked", f"{frame} {sentences(1, seed=3)[0]}"]
    found = contamination(train, evaluation)
    # All share the frame with the last training row, so any 8-gram flags all 32; covered, only the first is.
    assert found["any 8-gram"].value == 1
    assert found["covered items"].value == pytest.approx(1 / 32)
    assert [(match.item, match.row) for match in found.matches] == [(0, 50)]


def test_a_short_item_is_compared_whole() -> None:
    found = contamination(
        ["she asked: what is rain made of?"], ["what is rain made of?", "what is rain made from?"]
    )
    assert found["any 8-gram"].value == 0.5


def test_covered_items_are_those_that_decontamination_drops_rows_for() -> None:
    evaluation = [ITEM, OTHER, "what is rain", *sentences(12, seed=6)]
    halves = ITEM.split()[:9], ITEM.split()[9:]
    # Both halves of the item stand in rows, and more than 40 % of its 19 words in each: one row is enough. Of the other item two rows
    # have five words each: more than 40 % of 20 together, and in no row by itself.
    train = [*sentences(40, seed=7), *(" ".join(half) for half in halves), *evaluation[5:8], "what is rain"]
    train += [" ".join(OTHER.split()[begin : begin + 5]) for begin in (0, 8)] + [ITEM] * 3
    found = contamination(train, evaluation)
    rule = EvaluationItems(evaluation)
    dropped = {one.item for overlaps in rule.overlaps(train) for one in overlaps}
    assert {match.item for match in found.matches} == dropped == {0, 2, 5, 6, 7}
    assert found["covered items"].value == pytest.approx(5 / 15)
    assert (found.matches[0].item, train[found.matches[0].row], found.matches[0].coverage) == (0, ITEM, 1.0)
    kept = [text for text, overlaps in zip(train, rule.overlaps(train), strict=True) if not overlaps]
    assert contamination(kept, evaluation)["covered items"].value == 0


def test_contamination_grows_with_what_is_planted() -> None:
    evaluation, clean = sentences(60, seed=4), sentences(200, seed=5)
    for planted in (0, 6, 30):
        found = contamination([*clean, *evaluation[:planted]], evaluation)
        assert found["covered items"].value == found["any 8-gram"].value == planted / 60
        low, high = found["covered items"].interval
        assert low <= planted / 60 <= high


@given(
    st.lists(st.lists(st.sampled_from("abc"), max_size=7), max_size=4),
    st.lists(st.lists(st.sampled_from("abc"), max_size=7), max_size=4),
    st.integers(1, 4),
)
def test_shared_runs_are_those_of_a_plain_search(
    texts: list[list[str]], corpus: list[list[str]], n: int
) -> None:
    found = shared_runs([" ".join(text) for text in texts], [" ".join(row) for row in corpus], n)
    for at, text in enumerate(texts):
        k = min(n, len(text))
        starts = range(len(text) - k + 1) if k else []
        rows = [
            [
                of
                for of, row in enumerate(corpus)
                if text[start : start + k] in [row[i : i + k] for i in range(len(row) - k + 1)]
            ]
            for start in starts
        ]
        hit = [start for start in starts if rows[start]]
        assert found.hits[at] == len(hit)
        assert found.covered[at] == len({place for start in hit for place in range(start, start + k)})
        assert found.source[at] == (rows[hit[0]][0] if hit else -1)


def test_memorised_seeds_and_personal_data() -> None:
    seeds = sentences(5, 40, seed=6)
    texts = [
        *sentences(6, 30, seed=7),
        f"once {' '.join(seeds[2].split()[5:35])} again",
        "mail jo@example.org",
        "ok",
    ]
    found = privacy(texts, seeds=[*seeds, "ok"], kinds=["email", "us_ssn"])
    assert found["memorised seeds"].value == pytest.approx(1 / 9)  # "ok" is too short to be a secret
    assert [(copy.row, copy.seed) for copy in found.copies] == [(6, 2)]
    assert found.copies[0].coverage == pytest.approx(30 / 32)
    assert found["personal data"].value == found["personal data: email"].value == pytest.approx(1 / 9)
    assert "personal data: us_ssn" not in found
    assert "memorised seeds" not in privacy(texts, kinds=[])


def test_accuracy_reads_what_the_steps_write() -> None:
    rows = [
        {"verified": True, "label": "a", "gold_label": "a", "rubric_score": 0.5, "scores": [4.0, 2.0]},
        {
            "verified": False,
            "label": "b",
            "gold_label": "a",
            "rubric_score": float("nan"),
            "scores": [5.0, None],
        },
        {"claims": [{"supported": True}, {"supported": False}], "label": "b", "gold_label": None},
        {"claims": [{"supported": True}, {"supported": None}, {"supported": True}], "scores": []},
        {"claims": [{"supported": True}], "verified": None},
    ]
    found = {each.name: (each.value, each.n, each.of) for each in accuracy(rows)}
    assert found == {
        "verified answers": (0.5, 2, 5),
        "label agreement": (0.5, 2, 5),
        "supported answers": (1 / 3, 3, 5),
        "supported claims": (pytest.approx((1 / 2 + 2 / 3 + 1) / 3), 3, 5),
        "rubric score": (0.5, 1, 5),
        "judge's score": (4.0, 2, 5),
    }
    assert accuracy(rows)["verified answers"].interval == wilson_interval(1, 2)
    assert accuracy([]).measures == ()
    assert accuracy([{"verified": "yes", "claims": "none", "scores": "high"}]).measures == ()


@pytest.mark.parametrize(
    "texts", [[], [""], ["\ud800"] * 3, ["?!"] * 3, ["x" * 200_000], ["to be or not"] * 50_000]
)
def test_any_text_has_an_answer(texts: list[str]) -> None:
    labels = [n % 2 for n in range(len(texts))]
    found = consistency(texts, labels=labels, answers=texts, test=texts[:10], sample=100)
    assert found["valid form"].n == min(100, len(texts))
    assert contamination(texts, texts[:10]).measures[0].n == min(10, len(texts))
    assert privacy(texts, seeds=texts[:10], sample=100)["personal data"].n == min(100, len(texts))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="labels has 1 values for 2 texts"):
        consistency(["a", "b"], labels=["x"])
    with pytest.raises(InputError, match="form is one of"):
        consistency(["a"], answers=["b"], form="xml")
    with pytest.raises(InputError, match="at least one word"):
        shared_runs(["a"], ["b"], 0)
