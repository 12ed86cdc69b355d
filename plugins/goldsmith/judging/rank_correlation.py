"""Spearman's rank correlation."""

import numpy as np
import numpy.typing as npt

__all__ = ["rank_correlation"]

Floats = npt.NDArray[np.float64]


def rank_correlation(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Return Spearman's rho of two lists [n], in [-1, 1]: Pearson's of their ranks, ties sharing the mean of theirs.

    NaN where all of a list are the same, or n is below 2.

    >>> rank_correlation([1, 2, 3], [10, 30, 20])
    0.5
    """
    a, b = _centred_ranks(np.asarray(one, np.float64)), _centred_ranks(np.asarray(other, np.float64))
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size else float("nan")


def _centred_ranks(values: Floats) -> Floats:
    _, code, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[code]
    return ranks - ranks.mean() if len(ranks) else ranks
