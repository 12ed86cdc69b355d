"""The majority vote against Snorkel's and its own invariants."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from snorkel.labeling.model import MajorityLabelVoter

from goldsmith.errors import InputError
from goldsmith.labels import majority_vote

votes = arrays(np.int64, st.tuples(st.integers(1, 12), st.integers(1, 6)), elements=st.integers(-1, 3))


@given(votes)
def test_majority_vote_equals_snorkels(L: np.ndarray) -> None:
    theirs = MajorityLabelVoter(cardinality=4).predict(L, tie_break_policy="abstain")
    # Snorkel calls a row without votes a four-way tie, which abstains too.
    assert majority_vote(L, 4).tolist() == theirs.tolist()


@given(votes, st.integers(0, 99))
def test_majority_vote_ignores_the_order_of_labeling_functions(L: np.ndarray, seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(L, axis=1)
    assert majority_vote(shuffled, 4).tolist() == majority_vote(L, 4).tolist()


def test_small_integers_are_counted_without_overflow() -> None:
    L = np.concatenate([np.zeros((1, 300), np.int8), np.ones((1, 300), np.int8)])
    assert majority_vote(L, 2).tolist() == [0, 1]


def test_no_rows_give_no_labels() -> None:
    assert majority_vote(np.empty((0, 3), dtype=int), 2).tolist() == []


@pytest.mark.parametrize("L", [[0, 1], [[0.5]], [[2]], [[-2]], [["spam"]]])
def test_majority_vote_says_what_is_wrong_with_the_votes(L: list) -> None:
    with pytest.raises(InputError):
        majority_vote(L, cardinality=2)
