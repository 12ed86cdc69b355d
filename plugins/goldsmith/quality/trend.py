"""Whether a series goes up or down."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import isfinite, nan

import numpy as np

__all__ = ["Trend", "mann_kendall"]

_EXACT = 7  # values up to which all orders are gone through
_DRAWS = 5_000


@dataclass(frozen=True)
class Trend:
    """Mann and Kendall's test.

    Attributes:
        tau: pairs that rise less pairs that fall over all pairs, in [-1, 1]; NaN below two values.
        p: the chance of so large a |tau| in any order of the values.
    """

    tau: float
    p: float


def mann_kendall(values: Sequence[float], seed: int = 0) -> Trend:
    """Return the trend of a series (Mann 1945; Kendall's tau-a against time), two-sided.

    Up to 7 values `p` is exact, by all orders; beyond by 5,000 of them, drawn by the seed, (1 + as large) / 5,001. So with
    fewer than 5 values no trend can be sure at 0.05. Values that are not finite are left out.

    >>> mann_kendall([5, 4, 3, 2, 1])  # 2 of 120 orders
    Trend(tau=-1.0, p=0.016666666666666666)
    """
    x = np.array([value for value in values if isfinite(value)], np.float64)
    n = len(x)
    if n < 2:
        return Trend(nan, nan)
    first, second = np.array(list(combinations(range(n), 2))).T
    observed = float(np.sign(x[second] - x[first]).sum())
    if n <= _EXACT:
        orders = np.array(list(permutations(range(n))))
    else:
        orders = np.random.default_rng(seed).permuted(np.tile(np.arange(n), (_DRAWS, 1)), axis=1)
    sums = np.sign(x[orders[:, second]] - x[orders[:, first]]).sum(axis=1)
    as_large = int((np.abs(sums) >= abs(observed) - 1e-9).sum())
    p = as_large / len(orders) if n <= _EXACT else (1 + as_large) / (1 + _DRAWS)
    return Trend(observed / len(first), p)
