"""The best rows first, none too near another, groups alike."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.selection import select_diverse

ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(-3, 3), st.integers(-3, 3), st.sampled_from("abc")), max_size=14
)


def by_definition(scores: list[float], vectors: list[list[float]], budget: int, most: float) -> list[int]:
    """What the paper says, row by row and pair by pair."""
    chosen: list[int] = []
    for row in sorted(range(len(scores)), key=lambda row: (-scores[row], row)):
        near = [
            np.dot(vectors[row], vectors[one]) / (np.linalg.norm(vectors[row]) * np.linalg.norm(vectors[one]))
            for one in chosen
            if any(vectors[row]) and any(vectors[one])
        ]
        if len(chosen) < budget and all(cosine <= most for cosine in near):
            chosen.append(row)
    return chosen


@given(ROWS, st.integers(0, 14), st.sampled_from([-0.123, 0.3217, 0.9]))
def test_it_is_the_paper_s_greedy_choice(rows: list[Any], budget: int, most: float) -> None:
    scores = [float(row[0]) for row in rows]
    vectors = [[float(row[1]), float(row[2])] for row in rows]
    found = select_diverse(scores, np.reshape(vectors, (len(rows), 2)), budget=budget, most_similar=most)
    assert found.chosen.tolist() == by_definition(scores, vectors, budget, most)


@given(ROWS, st.integers(0, 14))
def test_groups_get_equal_shares_as_far_as_they_reach(rows: list[Any], budget: int) -> None:
    groups = [row[3] for row in rows]
    chosen = select_diverse([row[0] for row in rows], budget=budget, groups=groups).chosen.tolist()
    assert len(chosen) == min(budget, len(rows))
    got, there = Counter(groups[row] for row in chosen), Counter(groups)
    unfilled = [got[group] for group in there if got[group] < there[group]]
    assert max(got.values(), default=0) - min(unfilled, default=len(rows)) <= 1
    for group in there:  # and within each the best
        worth = [rows[row][0] for row in chosen if groups[row] == group]
        best = sorted((row[0] for row in rows if row[3] == group), reverse=True)
        assert worth == best[: len(worth)]


def test_a_row_left_out_names_the_one_it_is_near() -> None:
    # cos((1, 0), (2, 1)) = 2 / sqrt(5) = .894, cos((2, 1), (3, 1)) = 7 / sqrt(50) = .990
    found = select_diverse([3, 2, 1], [[1, 0], [2, 1], [3, 1]], budget=3)
    assert found.chosen.tolist() == [0, 1]
    assert found.similar_to.tolist() == [-1, -1, 1]
    assert found.similarity[2] == pytest.approx(7 / 50**0.5)
    assert np.isnan(found.similarity[:2]).all()


def test_a_row_without_a_score_is_never_chosen() -> None:
    assert select_diverse([1, float("nan"), 2], budget=9).chosen.tolist() == [2, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scores": [[1.0]]},
        {"vectors": [[1.0]]},
        {"vectors": [1.0, 2.0]},
        {"budget": -1},
        {"most_similar": 1.5},
        {"groups": ["a"]},
    ],
)
def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    given_: dict[str, Any] = {"scores": [1.0, 2.0], "vectors": [[1.0], [2.0]], "budget": 1} | wrong
    with pytest.raises(InputError):
        select_diverse(given_.pop("scores"), given_.pop("vectors"), **given_)
