"""Whether the sure ones are the right ones."""

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["auroc"]


def auroc(score: npt.ArrayLike, correct: npt.ArrayLike) -> float:
    """Return the chance that a right prediction has a higher score than a wrong one, in [0, 1]; 0.5 tells nothing.

    The area under the ROC curve by its equal, the Mann-Whitney statistic over the product of both counts; equal scores count
    one half (Hanley and McNeil 1982, "The Meaning and Use of the Area under a ROC Curve"). NaN where all are right or all wrong.

    Args:
        score: such as a confidence, [n], not NaN.
        correct: whether each is right, [n], of bool or 0/1.

    Raises:
        InputError: the shapes differ, a score is NaN, or `correct` holds something else.

    >>> auroc([0.9, 0.6, 0.6, 0.2], [1, 1, 0, 0])  # of four pairs three are in order and one is tied
    0.875
    """
    values, right = np.asarray(score, dtype=np.float64), np.asarray(correct, dtype=np.float64)
    if values.ndim != 1 or values.shape != right.shape or np.isnan(values).any():
        raise InputError(f"wanted two [n] lists without NaN, got shapes {values.shape} and {right.shape}")
    if not np.isin(right, (0, 1)).all():
        raise InputError("correct must hold only True/False or 1/0")
    hits = int(right.sum())
    misses = len(right) - hits
    if not hits or not misses:
        return float("nan")
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((ranks[right == 1].sum() - hits * (hits + 1) / 2) / (hits * misses))
