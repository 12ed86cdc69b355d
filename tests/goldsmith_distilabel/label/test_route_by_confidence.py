"""Each row keeps its label or goes to a person, for a reason that stands on it."""

from typing import Any

import pytest

from goldsmith_distilabel.label import RouteByConfidence

ROWS = [
    {"id": key, "label": label, "confidence": sure}
    for key, label, sure in [("a", "spam", 0.95), ("b", "ham", 0.6), ("c", "", 0.5), ("d", "ham", 0.7)]
]


def routed(rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
    step = RouteByConfidence(name="route", **options)
    step.load()
    found: list[dict[str, Any]] = next(step.process(rows))
    return found


def test_a_threshold_keeps_what_reaches_it_and_never_a_row_without_a_label() -> None:
    found = routed(ROWS, by="threshold", accept=0.7)
    assert [row["route"] for row in found] == ["accept", "review", "review", "accept"]
    assert [row["decided_by"] for row in found] == ["label", "person", "person", "label"]
    assert found[0]["route_reason"] == "confidence 0.95 reaches 0.70"
    assert found[1]["route_reason"] == "confidence 0.60 is below 0.70"
    assert (found[2]["route_reason"], found[2]["route_score"]) == ("no label", 0.0)
    assert routed(ROWS, by="threshold", accept=0.0)[2]["route"] == "review"


def test_a_budget_takes_the_least_sure_and_holds_what_it_cannot_pay_for() -> None:
    found = routed(ROWS, by="budget", budget=0.5, accept=0.8)
    assert [row["route"] for row in found] == ["accept", "review", "review", "hold"]
    assert found[3]["route_reason"] == "confidence 0.70 is below 0.80, and the budget is spent"
    assert found[1]["label"] == "ham"  # a suggestion to the person
    nothing = routed(ROWS, by="budget", budget=0.0, accept=0.0)
    assert [row["route"] for row in nothing] == ["accept", "accept", "hold", "accept"]


def test_of_rows_equally_sure_the_ids_decide_not_the_order() -> None:
    rows = [{"id": key, "label": "ham", "confidence": 0.6} for key in "dbca"]
    for order in (rows, rows[::-1]):
        found = routed(order, by="budget", budget=0.5)
        assert {row["id"] for row in found if row["route"] == "review"} == {"a", "b"}


CASCADE = [
    # small, its confidence, large, its confidence, gold
    ("ham", 0.9, "ham", 0.9, "ham"),
    ("ham", 0.8, "ham", 0.9, "ham"),
    ("ham", 0.6, "spam", 0.9, "spam"),
    ("spam", 0.5, "ham", 0.8, "ham"),
    ("spam", 0.4, "ham", 0.6, "spam"),
    ("spam", 0.95, None, None, ""),  # nobody knows, and the large model was not asked
    (None, None, "ham", 0.85, ""),
    (None, None, "ham", 0.3, ""),
]
MACHINES = {"label_columns": ["small", "large"], "confidence_columns": ["small_sure", "large_sure"]}


def cascade_rows() -> list[dict[str, Any]]:
    names = ("small", "small_sure", "large", "large_sure", "gold")
    return [{"id": str(at), **dict(zip(names, row, strict=True))} for at, row in enumerate(CASCADE)]


def test_a_cascade_is_fitted_on_what_is_known_and_decides_the_rest() -> None:
    # 5 known rows. All right for the least money: small from 0.8 (2 rows), large from 0.8 (2), a person for one.
    # Cost: (5 x 1 + 3 x 5 + 1 x 50) / 5 = 14 a row.
    found = routed(cascade_rows(), by="cascade", costs=[1, 5, 50], spend=14, **MACHINES)
    assert [row["decided_by"] for row in found] == [
        "small", "small", "large", "large", "person", "small", "large", "person",
    ]  # fmt: skip
    assert [row["label"] for row in found[:4]] == ["ham", "ham", "spam", "ham"]
    assert (found[7]["route"], found[7]["label"], found[7]["confidence"]) == ("review", "ham", 0.3)
    assert found[2]["route_reason"] == "confidence 0.90 reaches 0.80"
    assert found[4]["route_reason"] == "no labeller is sure enough"


def test_thresholds_that_are_given_are_taken() -> None:
    found = routed(cascade_rows(), by="cascade", thresholds=[0.95, 0.9], **MACHINES)
    assert [row["decided_by"] for row in found] == [
        "large", "large", "large", "person", "person", "small", "person", "person",
    ]  # fmt: skip


def test_dropped_rows_go_to_nobody_and_cost_no_budget() -> None:
    rows = [ROWS[0] | {"keep": False}, *ROWS[1:]]
    found = routed(rows, by="budget", budget=0.34)
    assert [row["route"] for row in found] == ["dropped", "hold", "review", "hold"]
    assert routed([], by="budget") == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"label_columns": ["a", "b"]}, "needs a confidence column"),
        ({"by": "budget", **MACHINES}, "takes one labeller"),
        ({"by": "cascade", **MACHINES}, "2 thresholds, or 3 costs"),
        ({"by": "cascade", "thresholds": [0.5], **MACHINES}, "2 thresholds, or 3 costs"),
        ({"by": "cascade", "costs": [1, 5]}, "no row has a known label in 'gold'"),
        ({"confidence_columns": ["id"]}, r"must lie in \[0, 1\]"),
    ],
)
def test_it_says_what_is_wrong(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):  # pydantic's, or an InputError
        routed([{"id": 7, "label": "ham", "confidence": 0.5, "gold": ""}], **options)
