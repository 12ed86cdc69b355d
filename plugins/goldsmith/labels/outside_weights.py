"""Weights of voters by what others bear out."""

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_matrix import Votes, label_matrix
from goldsmith.labels.label_model import Floats
from goldsmith.labels.map_em import map_em
from goldsmith.labels.vote_odds import TAKEN_FOR_GRANTED, vote_odds

__all__ = ["outside_weights", "weights_by"]

_PSEUDO_VOTES = 10.0
_LEAST = 1e-3


def outside_weights(votes: npt.ArrayLike, others: npt.ArrayLike, cardinality: int) -> Floats:
    """Return a weight for each voter, in [0.001, 1]: what others bear out of what a label model takes for granted.

    `map_em` takes a vote to be 4 times likelier in its class than elsewhere, and a thousand rows hardly change its mind: a coin flip would
    be believed. Here the odds are counted where the others' label model has a class, each class given the same room, with 10
    imagined votes at 4 to 1; the weight is log(odds) / log(4), averaged over the votes and cut to [0.001, 1], so that the label model is left
    with the odds that were seen. Others who err make them smaller than they are: it is a lower estimate. For voters that vote often, or for
    several classes, `borne_out` gives better labels.

    Args:
        votes: of the voters in question, integers, [n, m], -1 for abstain.
        others: votes of those who do not err as they do, [n, m1]; none, or none that votes, says nothing, and the weights are 1.
        cardinality: the number of labels, at least 2.

    Returns:
        [m].

    Raises:
        InputError: a matrix holds no votes of this cardinality, or the two have different rows.

    >>> others = np.repeat([[0], [1]], 50, axis=0)
    >>> agrees, flips = np.repeat([0, 1], 50), np.arange(100) % 2
    >>> outside_weights(np.column_stack([agrees, flips]), others, cardinality=2).round(2).tolist()
    [1.0, 0.14]
    """
    said, outside = label_matrix(votes, cardinality), label_matrix(others, cardinality)
    if len(said) != len(outside):
        raise InputError(f"wanted the same rows, got {len(said)} and {len(outside)}")
    if not (outside >= 0).any():
        return np.ones(said.shape[1])
    fit = map_em(outside, cardinality)
    return weights_by(said, fit.probabilities[fit.covered], fit.covered)


def weights_by(votes: Votes, q: Floats, covered: npt.NDArray[np.bool_]) -> Floats:
    """Return the weights of voters, [m], by the probabilities of covered rows, [c, k]."""
    return np.array([_average(column, q) for column in votes[covered].T])


def _average(column: npt.NDArray[np.integer], q: Floats) -> float:
    voted = [label for label in range(q.shape[1]) if (column == label).any()]
    if not voted:
        return 1.0
    counts = [(column == label).sum() for label in voted]
    seen = [vote_odds(column == label, q[:, label], imagined=_PSEUDO_VOTES)[0] for label in voted]
    return float(np.clip(np.average(seen, weights=counts) / np.log(TAKEN_FOR_GRANTED), _LEAST, 1))
