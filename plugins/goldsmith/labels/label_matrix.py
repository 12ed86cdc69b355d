"""The votes of labeling functions or annotators as an [n, m] matrix."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["Votes", "label_matrix", "voted_matrix"]

Votes: TypeAlias = npt.NDArray[np.integer[Any]]


def label_matrix(L: npt.ArrayLike, cardinality: int) -> Votes:
    """Return `L` as an array once it is known to hold votes, without copying one.

    Args:
        L: votes, integers, [n, m]: row i's label from labeling function or annotator j, -1 for abstain.
        cardinality: the number of labels; votes are in [-1, cardinality).

    Raises:
        InputError: `L` is no integer matrix or a vote is out of range.

    >>> label_matrix([[1, -1], [0, 0]], cardinality=2).shape
    (2, 2)
    """
    votes = np.asarray(L)
    if votes.ndim != 2 or not (np.issubdtype(votes.dtype, np.integer) or votes.size == 0):
        raise InputError(f"L must be an [n, m] matrix of integers, got shape {votes.shape} of {votes.dtype}")
    if cardinality < 1 or (votes.size and (votes.min() < -1 or votes.max() >= cardinality)):
        raise InputError(f"votes must be in [-1, {cardinality}): -1 abstains, labels count from 0")
    return votes.astype(np.int8) if votes.size == 0 else votes


def voted_matrix(L: npt.ArrayLike, cardinality: int) -> Votes:
    """Return `L` as `label_matrix` does, with at least two classes and one vote: something to fit a model on."""
    votes = label_matrix(L, cardinality)
    if cardinality < 2:
        raise InputError(f"a label model chooses between two or more classes, got cardinality={cardinality}")
    if votes.max(initial=-1) < 0:
        raise InputError("L holds no vote at all: there is nothing to learn from")
    return votes
