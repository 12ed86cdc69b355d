"""A voter counts as far as others bear it out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from goldsmith.errors import InputError
from goldsmith.labels import borne_out, outside_weights, weak_labels

MATRIX = arrays(np.int8, (10, 3), elements=st.integers(-1, 2))


@given(MATRIX, MATRIX, st.permutations(range(10)))
def test_weights_lie_in_their_range_whatever_the_order_of_rows(
    votes: np.ndarray, others: np.ndarray, order: list[int]
) -> None:
    weights = outside_weights(votes, others, 3)
    assert ((weights >= 0.001) & (weights <= 1)).all()
    assert outside_weights(votes[order], others[order], 3) == pytest.approx(weights)


def test_a_coin_flip_counts_hardly_and_what_is_borne_out_in_full() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 2000)
    right = rng.random((2000, 4)) < 0.9
    others = np.where(right, truth[:, None], 1 - truth[:, None])
    good = np.where(rng.random(2000) < 0.9, truth, 1 - truth)
    fires = np.where((truth == 1) & (rng.random(2000) < 0.3), 1, -1)  # for one class, on some of its rows
    weights = outside_weights(np.column_stack([good, fires, rng.integers(0, 2, 2000), 1 - truth]), others, 2)
    assert weights[:2] == pytest.approx([1, 1])
    assert weights[2] < 0.1
    assert weights[3] == 0.001  # always wrong


def test_without_others_nothing_is_known_against_a_voter() -> None:
    assert outside_weights([[1], [0]], np.empty((2, 0), dtype=np.int8), 2).tolist() == [1]
    assert outside_weights([[1], [0]], [[-1], [-1]], 2).tolist() == [1]
    assert outside_weights([[1], [-1]], [[-1], [1]], 2).tolist() == [1]  # they never meet
    with pytest.raises(InputError, match="the same rows"):
        outside_weights([[1]], [[1], [0]], 2)


def test_votes_no_better_than_chance_are_withdrawn_class_by_class_and_label_no_open_row() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 3000)
    others = np.where(rng.random((3000, 3)) < 0.8, truth[:, None], 1 - truth[:, None])
    others[2000:] = -1  # where a voter is on its own
    flips = rng.integers(0, 2, 3000)
    good = np.where(rng.random(3000) < 0.85, truth, 1 - truth)
    half = np.where((truth == 1) & (rng.random(3000) < 0.4), 1, np.where(rng.random(3000) < 0.3, 0, -1))
    found = borne_out(np.column_stack([flips, good, half]), others, 2)
    assert found.withdrawn[:2].tolist() == [[True, True], [False, False]]
    assert not found.withdrawn[2, 1]
    assert (found.votes[:, 0] == -1).all()
    assert (found.votes[:, 1] == good).all()
    L, weights = np.column_stack([others, found.votes[:, :1]]), [1, 1, 1, found.weights[0]]
    assert (weak_labels(L, 2, weights=weights).labels[2000:] == -1).all()


def test_a_vote_that_says_something_but_little_labels_no_row_by_itself() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 6000)
    others = np.where(rng.random((6000, 3)) < 0.9, truth[:, None], 1 - truth[:, None])
    others[5000:] = -1
    little = np.where(rng.random(6000) < 0.6, truth, 1 - truth)  # odds of 0.6 to 0.4
    much = np.where(rng.random(6000) < 0.85, truth, 1 - truth)
    found = borne_out(np.column_stack([little, much]), others, 2)
    assert found.withdrawn.tolist() == [[False, False], [False, False]]
    assert found.never_alone.tolist() == [[True, True], [False, False]]
    assert (found.votes[:5000, 0] == little[:5000]).all()
    assert (found.votes[5000:, 0] == -1).all()
    assert (found.votes[:, 1] == much).all()


def test_where_few_rows_tell_the_votes_stay_and_what_is_nearly_always_right_stays_too() -> None:
    others, half_right = [[0], [1], [0], [1]], [[0], [1], [1], [0]]
    assert borne_out(half_right, others, 2).votes.tolist() == half_right
    assert borne_out(half_right, [[-1]] * 4, 2).votes.tolist() == half_right
    many, right = np.repeat([[0], [1]], 50, axis=0), np.repeat([[0], [1]], [52, 48], axis=0)
    assert (borne_out(right, many, 2).votes == right).all()
    assert (borne_out(1 - right, many, 2).votes == -1).all()


@given(MATRIX, MATRIX, st.permutations(range(3)))
def test_what_is_withdrawn_does_not_depend_on_the_names_of_classes(
    votes: np.ndarray, others: np.ndarray, names: list[int]
) -> None:
    renamed = np.array([*names, -1])
    found, again = borne_out(votes, others, 3), borne_out(renamed[votes], renamed[others], 3)
    assert (renamed[found.votes] == again.votes).all()
    assert again.weights == pytest.approx(found.weights)
