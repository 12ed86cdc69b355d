"""The label most labeling functions vote for."""

import numpy as np
import numpy.typing as npt

from goldsmith.labels.label_matrix import label_matrix

__all__ = ["majority_vote"]


def majority_vote(L: npt.ArrayLike, cardinality: int) -> npt.NDArray[np.int64]:
    """Return the label with most votes in each row, -1 where no one voted or several labels lead, [n].

    The same as Snorkel's `MajorityLabelVoter(cardinality).predict(L, tie_break_policy="abstain")`.

    Args:
        L: votes, integers, [n, m]: row i's label from labeling function j, -1 for abstain.
        cardinality: the number of labels; votes are in [-1, cardinality).

    Raises:
        InputError: `L` is no integer matrix or a vote is out of range.

    >>> majority_vote([[1, 1, 0], [0, 1, -1], [-1, -1, -1]], cardinality=2).tolist()
    [1, -1, -1]
    """
    votes = label_matrix(L, cardinality)
    counts = np.stack([(votes == label).sum(axis=1) for label in range(cardinality)], axis=1)
    most = counts.max(axis=1, keepdims=True)
    leaders = (counts == most).sum(axis=1)
    return np.where((most[:, 0] > 0) & (leaders == 1), counts.argmax(axis=1), -1)
