"""The rows to label next are those that the core chooses, with their turn on them."""

from math import isnan
from typing import Any, get_args

import numpy as np
import pytest

from goldsmith.labels import select, text_vectors
from goldsmith.labels.active import Strategy
from goldsmith_distilabel.label import SelectForReview

TEXTS = ["win money now", "free money", "see you at home", "home at six", "a prize to win", "see you soon"]
P = [[0.9, 0.1], [0.55, 0.45], [0.2, 0.8], [0.6, 0.4], [0.51, 0.49], [0.3, 0.7]]
GOLD = ["", "", "", None, "spam", ""]
ROWS = [
    {"id": str(at), "text": text, "probabilities": p, "gold": gold, "vector": [float(at), p[0]]}
    for at, (text, p, gold) in enumerate(zip(TEXTS, P, GOLD, strict=True))
]


def chosen(rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
    step = SelectForReview(name="select", **options)
    step.load()
    found: list[dict[str, Any]] = next(step.process(rows))
    return found


def ranked(rows: list[dict[str, Any]]) -> list[int]:
    ranks = {row["select_rank"]: at for at, row in enumerate(rows) if row["selected"]}
    return [ranks[rank] for rank in sorted(ranks)]


@pytest.mark.parametrize("strategy", get_args(Strategy))
def test_every_strategy_chooses_what_the_core_chooses(strategy: Strategy) -> None:
    found = chosen(ROWS, count=3, strategy=strategy, seed=4)
    expected = select(
        3, strategy=strategy, probabilities=P, vectors=text_vectors(TEXTS, seed=4), labelled=[4], seed=4
    )
    assert ranked(found) == expected.tolist()
    assert [row["select_score"] for row in found if row["select_rank"] == 1] == [1.0]
    assert all(row["select_score"] == 0 for row in found if not row["selected"])


def test_the_rank_and_the_score_fall_together_and_uncertainty_is_one_minus_the_lead() -> None:
    found = chosen(ROWS, count=3, strategy="margin")
    # leads: 0.8 0.1 0.6 0.2 (0.02, a person has labelled it) 0.4
    assert ranked(found) == [1, 3, 5]
    assert [found[at]["select_score"] for at in (1, 3, 5)] == pytest.approx([1, 2 / 3, 1 / 3])
    assert [row["uncertainty"] for row in found] == pytest.approx([0.2, 0.9, 0.4, 0.8, 0.98, 0.6])


def test_a_share_is_one_of_the_rows_that_nobody_has_labelled() -> None:
    assert len(ranked(chosen(ROWS, share=0.4, strategy="entropy"))) == 2  # 0.4 of five
    assert ranked(chosen(ROWS, share=0.0)) == []


def test_vectors_of_a_column_take_the_place_of_the_text() -> None:
    found = chosen(ROWS, count=2, strategy="coreset", vectors_column="vector")
    vectors = np.array([row["vector"] for row in ROWS])
    assert ranked(found) == select(2, strategy="coreset", vectors=vectors, labelled=[4]).tolist()


def test_scores_of_a_model_by_label_are_read_too_and_a_row_without_is_as_unsure_as_can_be() -> None:
    rows = [
        {"llm_scores": {"ham": 0.9, "spam": 0.1}},
        {"llm_scores": None},
        {"llm_scores": {"ham": 0.6, "spam": 0.4}},
    ]
    found = chosen(rows, count=2, strategy="margin", probabilities_column="llm_scores")
    assert ranked(found) == [1, 2]


def test_without_probabilities_one_row_of_each_kind_is_chosen() -> None:
    rows = [{"id": row["id"], "text": row["text"]} for row in ROWS]
    found = chosen(rows, count=2)
    assert ranked(found) == select(2, vectors=text_vectors(TEXTS)).tolist()
    assert all(isnan(row["uncertainty"]) for row in found)


def test_dropped_rows_are_not_chosen_and_no_rows_raise_nothing() -> None:
    found = chosen([row | {"keep": False} for row in ROWS[:5]] + ROWS[5:], count=3, strategy="margin")
    assert ranked(found) == [5]
    assert chosen([], count=3) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "count or share"),
        ({"count": 1, "share": 0.5}, "count or share"),
        (
            {"count": 1, "strategy": "margin", "probabilities_column": "none_such"},
            "'margin' needs probabilities",
        ),
        ({"count": 1, "vectors_column": "none_such"}, "needs a vector"),
        ({"count": 1, "probabilities_column": "uneven"}, "as many classes"),
    ],
)
def test_it_says_what_is_wrong(options: dict[str, Any], words: str) -> None:
    rows = [row | {"uneven": [0.5] * (2 + at % 2)} for at, row in enumerate(ROWS)]
    with pytest.raises(ValueError, match=words):  # pydantic's, or an InputError
        chosen(rows, **options)
