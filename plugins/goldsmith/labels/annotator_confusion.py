"""What each annotator votes, class by class."""

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_matrix import label_matrix

__all__ = ["annotator_confusion"]


def annotator_confusion(L: npt.ArrayLike, labels: npt.ArrayLike, cardinality: int) -> npt.NDArray[np.int64]:
    """Count each annotator's votes on the rows of each class, [m, k, k]: of annotator j, class, vote.

    Args:
        L: votes, integers, [n, m], -1 for abstain, which is not counted.
        labels: gold or agreed classes, integers, [n], -1 where unknown, which is not counted either.
        cardinality: the number of classes, k.

    Raises:
        InputError: the lengths differ, no integers, or a vote or label is out of range.

    >>> annotator_confusion([[0, 1], [1, 1], [1, -1]], [0, 1, 0], cardinality=2).tolist()
    [[[1, 1], [0, 1]], [[0, 1], [0, 1]]]
    """
    votes = label_matrix(L, cardinality)
    truth = np.asarray(labels)
    if truth.shape != (len(votes),):
        raise InputError(f"labels must be [n] with n = {len(votes)} rows as in L, got shape {truth.shape}")
    known = label_matrix(truth[:, None], cardinality)[:, 0].astype(np.intp)
    counts = np.zeros((votes.shape[1], cardinality, cardinality), dtype=np.int64)
    for of_annotator, column in zip(counts, votes.T, strict=True):
        both = (known >= 0) & (column >= 0)
        cells = known[both] * cardinality + column[both]
        of_annotator[:] = np.bincount(cells, minlength=cardinality**2).reshape(cardinality, cardinality)
    return counts
