"""Votes with a confidence stand beside those of functions, and copies of a prompt count once."""

from typing import Any

import numpy as np
import pytest
from tests.goldsmith.labels.prompted.made_votes import made_votes

from goldsmith.errors import InputError
from goldsmith.labels import weak_labels


def test_a_vote_stands_at_the_level_its_confidence_reaches() -> None:
    votes = made_votes([[1, 0], [0, -1]], log_probability=[[0.95, 0.76], [0.5, 0]])
    assert votes.by_level((0.6, 0.75, 0.9)).tolist() == [[-1, -1, 1, -1, 0, -1], [-1, -1, -1, -1, -1, -1]]
    assert made_votes([[1]]).by_level((0.6, 0.9)).tolist() == [[1, -1]]  # no confidence: the lowest


def test_joined_columns_have_names_and_weights() -> None:
    votes = made_votes([[1], [0], [1]], log_probability=[[0.95], [0.7], [0.8]])
    joined = votes.join([[1, -1], [0, 0], [-1, 1]], ["link", "short"], levels=(0.6, 0.9))
    assert joined.names == ("link", "short", "p0 >= 0.6", "p0 >= 0.9")
    assert joined.L.tolist() == [[1, -1, -1, 1], [0, 0, 0, -1], [-1, 1, 1, -1]]
    assert joined.weights.tolist() == [1, 1, 1, 1]
    assert votes.join().names == ("p0 >= 0.6", "p0 >= 0.75", "p0 >= 0.9")
    with pytest.raises(InputError, match="L of 3 rows"):
        votes.join([[1]])


def test_a_prompt_copied_five_times_does_not_outvote_independent_functions() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 2000)
    right = rng.random((2000, 4)) < [0.8, 0.8, 0.8, 0.6]
    L = np.where(right, truth[:, None], 1 - truth[:, None])
    # The copies are not even equally sure, so that their columns, a level each, differ though they say the same.
    sure = rng.uniform(0.6, 1, (2000, 5))

    def accuracy(model: Any, copies: int, *, weighted: bool = True) -> float:
        said = np.repeat(L[:, 3:], copies, axis=1)
        joined = made_votes(said, log_probability=sure[:, :copies]).join(L[:, :3])
        assert len(set(joined.weights[3:].round(9))) == 1
        assert joined.weights[3] <= 1 / copies
        weights = joined.weights if weighted else None
        return float((weak_labels(joined.L, 2, model=model, weights=weights).labels == truth).mean())

    for model in ("map_em", "dawid_skene"):
        assert accuracy(model, 5) == pytest.approx(accuracy(model, 1), abs=0.01)
        assert accuracy(model, 5) > 0.85
        assert accuracy(model, 5, weighted=False) < 0.62  # the prompt's own share
    functions = float((weak_labels(L[:, :3], 2).labels == truth).mean())
    assert accuracy("auto", 5) == pytest.approx(functions, abs=0.005)
