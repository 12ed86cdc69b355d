"""Votes of functions, models and columns become labels, in the core's way; rows without a vote stay without a label."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distilabel.steps import LoadDataFromDicts

import goldsmith_recipes
from goldsmith.labels import weak_labels
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.label import RouteByConfidence, SelectForReview, WeakLabels
from goldsmith_distilabel.pipeline.fingerprints import step_fingerprint
from goldsmith_recipes.youtube import TASK
from goldsmith_snorkel import apply_lfs

NAMES = [function.name for function in TASK.functions]
FUNCTIONS = [f"goldsmith_recipes.youtube:{name}" for name in NAMES]
LABELS = list(TASK.classes)


def comments() -> list[dict[str, Any]]:
    path = Path(goldsmith_recipes.__file__).parent / "data" / "youtube_comments.jsonl"
    rows = [json.loads(line) for line in path.read_text().split("\n") if line]
    return [{"id": str(at), "text": row["text"]} for at, row in enumerate(rows)]


def labelled(rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
    step = WeakLabels(name="weak", **{"labels": ["ham", "spam"], **options})
    step.load()
    found: list[dict[str, Any]] = next(step.process(rows))
    step.unload()
    return found


def test_snorkels_functions_label_real_comments_as_the_core_does() -> None:
    rows = comments()
    found = labelled(rows, labels=LABELS, functions=FUNCTIONS)
    L = apply_lfs(TASK.functions, rows)
    expected = weak_labels(L, 2)
    assert [row["label"] for row in found] == [LABELS[at] if at >= 0 else "" for at in expected.labels]
    assert [row["confidence"] for row in found] == expected.confidence.tolist()
    assert [row["probabilities"] for row in found] == expected.probabilities.tolist()
    assert [row["covered"] for row in found] == (L >= 0).any(axis=1).tolist()
    for row, votes in zip(found, L.tolist(), strict=True):
        assert row["votes"] == {
            name: LABELS[vote] if vote >= 0 else "" for name, vote in zip(NAMES, votes, strict=True)
        }


def test_a_row_without_a_vote_is_labelled_by_nobody_and_a_tie_is_none_either() -> None:
    rows = [{"a": "spam", "b": "ham"}, {"a": "", "b": None}, {"a": 1, "b": -1}]
    tie, nobody, one = labelled(rows, vote_columns=["a", "b"], label_model="majority_vote")
    assert (tie["label"], tie["unlabelled"], tie["confidence"], tie["covered"]) == ("", "tie", 0.5, True)
    assert (nobody["label"], nobody["unlabelled"], nobody["confidence"]) == ("", "no_vote", 0.0)
    assert (nobody["covered"], nobody["probabilities"]) == (False, [0.5, 0.5])
    assert (one["label"], one["unlabelled"], one["confidence"]) == ("spam", "", 1.0)
    assert one["votes"] == {"a": "spam", "b": ""}


def test_a_model_that_is_not_sure_enough_has_no_vote() -> None:
    rows = [{"llm": "spam", "sure": 0.5}, {"llm": "spam", "sure": 0.7}, {"llm": "ham", "sure": 0.95}]
    found = labelled(rows, vote_columns=["llm"], confidence_columns={"llm": "sure"})
    assert [row["label"] for row in found] == ["", "spam", "ham"]
    assert [row["votes"]["llm"] for row in found] == ["", "spam", "ham"]
    assert found[0]["unlabelled"] == "no_vote"


def test_a_model_no_better_than_chance_labels_no_row_that_others_leave_open() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(2, size=600)
    open_ = rng.random(600) < 0.3
    rows = [
        {"a": -1 if hidden else int(said), "good": LABELS[good], "flip": LABELS[flip], "sure": 0.95}
        for hidden, said, good, flip in zip(
            open_,
            np.where(rng.random(600) < 0.9, truth, 1 - truth),
            np.where(rng.random(600) < 0.9, truth, 1 - truth),
            rng.integers(2, size=600),
            strict=True,
        )
    ]
    options: dict[str, Any] = {"labels": LABELS, "vote_columns": ["flip", "a"]}
    flipped = labelled(rows, **options, confidence_columns={"flip": "sure"})
    assert [row["unlabelled"] == "no_vote" for row in flipped] == open_.tolist()
    assert {row["votes"]["flip"] for row in flipped} == {""}
    helped = labelled(rows, **{**options, "vote_columns": ["good", "a"]}, confidence_columns={"good": "sure"})
    right = np.array([row["label"] == LABELS[true] for row, true in zip(helped, truth, strict=True)])
    assert right[open_].mean() > 0.85


def test_dropped_rows_have_no_part_in_it() -> None:
    rows = [{"a": "spam", "keep": False}, {"a": "ham", "keep": True}]
    dropped, kept = labelled(rows, vote_columns=["a"])
    assert (dropped["label"], dropped["unlabelled"], dropped["votes"]) == ("", "dropped", {"a": ""})
    assert kept["label"] == "ham"


def test_no_rows_and_rows_nobody_votes_on_raise_nothing() -> None:
    assert labelled([], vote_columns=["a"]) == []
    (row,) = labelled([{"a": ""}], vote_columns=["a"])
    assert row["unlabelled"] == "no_vote"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "nobody votes"),
        ({"vote_columns": ["a"], "confidence_columns": {"b": "c"}}, r"names \['b'\]"),
        ({"vote_columns": ["a"], "labels": ["x", "x"]}, "must differ"),
        ({"functions": ["goldsmith_recipes.youtube:none_such"]}, "cannot import"),
        ({"functions": FUNCTIONS[:1], "vote_columns": NAMES[:1]}, f"two voters are called '{NAMES[0]}'"),
        ({"vote_columns": ["a"]}, "column 'a' votes 'eggs'"),
    ],
)
def test_it_says_what_is_wrong(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):  # pydantic's, or an InputError
        labelled([{"a": "eggs"}], **options)


def test_what_a_function_does_is_part_of_the_steps_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    prints = set()
    for name, word in (("one_lf", "free"), ("other_lf", "cheap"), ("same_lf", "free")):
        (tmp_path / f"{name}.py").write_text(
            f"def vote(row):\n    return 1 if {word!r} in row.text else -1\n"
        )
        step = WeakLabels(name="weak", labels=["ham", "spam"], functions=["placeholder:vote"])
        step.functions = [f"{name}:vote"]
        prints.add(step_fingerprint(step))
    assert len(prints) == 3  # the import name counts too, so these differ in any case
    before = WeakLabels(name="weak", labels=["ham", "spam"], functions=["one_lf:vote"])
    first = step_fingerprint(before)
    monkeypatch.setattr("one_lf.vote", lambda row: 0 if "free" in row.text else -1)
    assert step_fingerprint(before) != first


def test_votes_become_labels_routes_and_a_selection_in_one_pipeline(tmp_path: Path) -> None:
    with (pipeline := Pipeline(name="weak", cache_dir=tmp_path)):
        load = LoadDataFromDicts(data=comments()[:60], batch_size=20)
        weak = WeakLabels(labels=LABELS, functions=FUNCTIONS)
        load >> weak >> RouteByConfidence(by="budget", budget=0.2, accept=0.0) >> SelectForReview(count=5)
    rows = list(pipeline.run(use_cache=False)["default"]["train"])
    assert len(rows) == 60
    assert sum(row["route"] == "review" for row in rows) == 12
    assert all(row["route"] != "accept" for row in rows if not row["label"])
    assert sorted(row["select_rank"] for row in rows if row["selected"]) == [1, 2, 3, 4, 5]
    assert max(row["confidence"] for row in rows if row["route"] == "review") <= min(
        row["confidence"] for row in rows if row["route"] == "accept"
    )
