"""What to make of a labelled set: chosen by what it did on rows it had not seen."""

import math
from collections.abc import Sequence

import pytest

from goldsmith.augment import Augmented, unchanged
from goldsmith.augment.gate import LabelGate
from goldsmith.augment.plan import NewText, Technique, choose_plan, mixed, new_texts, per_text
from goldsmith.errors import InputError

# Each word of a class stands in two of its six texts, and every other text of a class has a word in place of another.
FRUIT = [
    ("apple", "pear"),
    ("plum", "fig"),
    ("date", "lime"),
    ("peach", "mango"),
    ("kiwi", "melon"),
    ("grape", "cherry"),
]
TOOLS = [
    ("saw", "plane"),
    ("file", "drill"),
    ("chisel", "vice"),
    ("rasp", "awl"),
    ("wrench", "pliers"),
    ("lathe", "mallet"),
]
TEXTS = [f"{one} {other}" for one, other in [*FRUIT, *TOOLS]]
LABELS = ["fruit"] * 6 + ["tools"] * 6
KNOWN = {word: group for group in (FRUIT, TOOLS) for pair in group for word in pair}


def teaches(
    texts: Sequence[str], _labels: Sequence[str], counts: Sequence[int], seed: int
) -> list[list[Augmented]]:
    """Puts words of the same kind in, as a thesaurus would."""
    made = []
    for at, (text, count) in enumerate(zip(texts, counts, strict=True)):
        first, _ = text.split()
        words = [word for pair in KNOWN[first] for word in pair]
        made.append(
            [
                Augmented(f"{first} {words[(at + seed + turn) % len(words)]}", "known words")
                for turn in range(count)
            ]
        )
    return made


def confuses(
    _texts: Sequence[str], labels: Sequence[str], counts: Sequence[int], _seed: int
) -> list[list[Augmented]]:
    """Puts words of the other kind in: the label is lost."""
    other = {"fruit": TOOLS, "tools": FRUIT}
    return [
        [Augmented(" ".join(other[label][turn % 6]), "other words") for turn in range(count)]
        for label, count in zip(labels, counts, strict=True)
    ]


def fails(
    texts: Sequence[str], _labels: Sequence[str], _counts: Sequence[int], _seed: int
) -> list[list[Augmented]]:
    return [[unchanged(text, "nothing", "no word is known")] for text in texts]


TEACHES, CONFUSES, FAILS = (
    Technique("teaches", teaches),
    Technique("confuses", confuses),
    Technique("fails", fails),
)


def test_the_number_of_new_texts_follows_the_table() -> None:
    assert [per_text(["a"] * n)["a"] for n in (500, 501, 2000, 2001, 10_000)] == [16, 8, 8, 4, 4]


def test_smaller_classes_catch_up_as_far_as_32_texts_each_allow() -> None:
    # 10 large ones become 170; 5 small ones need ceil(170 / 5) - 1 = 33, of which 32 are allowed.
    assert per_text(["a"] * 10 + ["b"] * 5, balance=True) == {"a": 16, "b": 32}
    # 8: ceil(170 / 8) - 1 = 21, and 8 * 22 = 176.
    assert per_text(["a"] * 10 + ["b"] * 8, balance=True)["b"] == 21


def test_the_technique_that_helps_is_chosen_and_the_reason_told() -> None:
    plan = choose_plan(TEXTS, LABELS, [CONFUSES, TEACHES], gate=False, folds=3)
    assert plan.technique == TEACHES
    assert plan.counts == {"fruit": 6, "tools": 6}
    assert [trial.technique for trial in plan.trials] == ["", "confuses", "teaches", "confuses + teaches"]
    assert plan.reason.startswith("teaches: macro F1 ")


def test_of_techniques_that_no_trial_tells_apart_the_first_is_taken() -> None:
    again = Technique("again", teaches)
    for order in ([TEACHES, again], [again, TEACHES]):
        assert choose_plan(TEXTS, LABELS, order, gate=False, folds=3).technique == order[0]


def test_where_nothing_helps_nothing_is_made() -> None:
    plan = choose_plan(TEXTS, LABELS, [CONFUSES], gate=False, folds=3)
    assert plan.technique is None
    assert "worse than the originals alone" in plan.reason
    assert plan.trials[0].gain == 0
    assert math.isnan(plan.trials[0].kept)


def test_a_plan_is_the_same_each_time() -> None:
    once, again = (choose_plan(TEXTS, LABELS, [TEACHES], folds=3, seed=7) for _ in range(2))
    assert repr(once.trials) == repr(again.trials)


def test_of_each_text_as_many_are_made_as_wanted() -> None:
    made = new_texts(TEACHES, TEXTS, LABELS, {"fruit": 3, "tools": 1}, None)
    assert [one.parent for one in made.kept] == [n for n in range(6) for _ in range(3)] + list(range(6, 12))
    assert made.kept[0].label == "fruit"


def test_what_the_gate_refuses_is_told_and_made_up_for_by_spare_ones() -> None:
    texts = [f"{text} {extra}" for text in TEXTS for extra in ("now", "today")]
    labels = [label for label in LABELS for _ in range(2)]

    def three(
        texts: Sequence[str], _labels: Sequence[str], counts: Sequence[int], _seed: int
    ) -> list[list[Augmented]]:
        assert set(counts) == {3}  # half as many again as the two wanted
        return [
            [Augmented(text, "copy"), *(Augmented(f"{text} {word}", "more") for word in ("please", "then"))]
            for text in texts
        ]

    made = new_texts(
        Technique("three", three), texts, labels, {"fruit": 2, "tools": 2}, LabelGate(texts, labels)
    )
    assert {one.reason for one in made.refused if one.operation == "copy"} == {"copy: of its original"}
    assert made.reasons["copy"] == len(texts)
    assert all(one.operation == "more" for one in made.kept)


def test_a_text_of_which_nothing_can_be_made_says_why() -> None:
    made = new_texts(FAILS, TEXTS[:1], LABELS[:1], {"fruit": 2}, None)
    assert made.refused == [NewText(TEXTS[0], "fruit", 0, "nothing", "no word is known")]


def test_techniques_take_turns() -> None:
    made = mixed([TEACHES, CONFUSES]).make(TEXTS[:1], LABELS[:1], [5], 0)
    assert [one.operation for one in made[0]] == ["known words"] * 2 + ["other words"] * 3


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: choose_plan(["a"], ["x"], []), "two labels"),
        (lambda: choose_plan(TEXTS, LABELS, [TEACHES, TEACHES]), "names that differ"),
        (lambda: choose_plan(TEXTS, LABELS[:3], []), "12 texts"),
    ],
)
def test_what_cannot_be_planned_is_told(make: object, told: str) -> None:
    with pytest.raises(InputError, match=told):
        make()
