"""A voter counts as far as others bear it out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from goldsmith.errors import InputError
from goldsmith.labels import outside_weights

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
