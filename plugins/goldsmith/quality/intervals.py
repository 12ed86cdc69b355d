"""How sure a number is, from the rows it was measured on."""

from collections.abc import Callable
from math import nan, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels import wilson_interval

__all__ = ["jackknife_errors", "mean_interval", "sampled", "share_with_interval", "z_of"]

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_PART = 5  # one in so many rows is left out
_FEWEST = 8  # rows below which no interval is given
_MANY = 2_000  # values from which the mean's own error is as good as a bootstrap
_RESAMPLES = 1_000


def sampled(n: int, size: int, seed: int) -> list[int]:
    """Return `size` of n row numbers drawn without replacement by the seed, in order; all if there are no more.

    >>> sampled(3, 10, seed=0), len(sampled(100, 10, seed=0))
    ([0, 1, 2], 10)
    """
    if size < 1:
        raise InputError(f"a sample has at least one row, got {size}")
    if n <= size:
        return list(range(n))
    return sorted(np.random.default_rng(seed).choice(n, size, replace=False).tolist())


def z_of(level: float) -> float:
    """Return the normal quantile of a two-sided interval.

    Raises:
        InputError: `level` is not in (0, 1).

    >>> round(z_of(0.95), 2)
    1.96
    """
    if not 0 < level < 1:
        raise InputError(f"level must be in (0, 1), got {level}")
    return NormalDist().inv_cdf((1 + level) / 2)


def jackknife_errors(
    n: int, statistic: Callable[[Mask], npt.ArrayLike], *, resamples: int = 50, seed: int = 0
) -> Floats:
    """Return the standard errors [k] of k statistics of n rows, from leaving out a random fifth of the rows again and again.

    The delete-d jackknife (Shao and Wu 1989, "A General Theory for Jackknife Variance Estimation"): with d rows left out, the
    spread times sqrt((n - d) / d). A bootstrap draws some rows twice, and nothing is less diverse than a row and its copy: it
    would be wrong about every measure of diversity. NaN below 8 rows.

    Args:
        n: the rows.
        statistic: takes a mask [n] of the rows to use and returns k numbers.
        resamples: how often, at least 2.
        seed: of the rows that are left out.

    >>> jackknife_errors(4, lambda rows: [0.0])
    array([nan])
    """
    if n < _FEWEST or resamples < 2:
        return np.full(np.size(statistic(np.ones(n, np.bool_))), nan)
    rng, left_out = np.random.default_rng(seed), max(1, n // _PART)
    drawn = []
    for _ in range(resamples):
        mask = np.ones(n, np.bool_)
        mask[rng.choice(n, left_out, replace=False)] = False
        drawn.append(np.atleast_1d(np.asarray(statistic(mask), np.float64)))
    spread: Floats = np.std(np.array(drawn), axis=0, ddof=1) * sqrt((n - left_out) / left_out)
    return spread


def mean_interval(values: npt.ArrayLike, level: float = 0.95, seed: int = 0) -> tuple[float, float, float]:
    """Return the mean of finite values and its interval: percentiles of 1,000 bootstrap means over the rows.

    From 2,000 values on it is the normal interval, which is the same then. No value: NaN; one: no interval.

    >>> mean_interval([0.5, 0.5])
    (0.5, 0.5, 0.5)
    """
    z = z_of(level)
    x = np.asarray(values, np.float64)
    if len(x) < 2:
        return (float(x[0]) if len(x) else nan), nan, nan
    mean = float(x.mean())
    if len(x) >= _MANY:
        reach = z * float(x.std(ddof=1)) / sqrt(len(x))
        return mean, mean - reach, mean + reach
    rng = np.random.default_rng(seed)
    means = [float(x[rng.integers(len(x), size=len(x))].mean()) for _ in range(_RESAMPLES)]
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return mean, min(mean, float(low)), max(mean, float(high))


def share_with_interval(hits: int, n: int, level: float = 0.95) -> tuple[float, float, float]:
    """Return `hits` of `n` and Wilson's interval; NaN of nothing.

    >>> share, low, high = share_with_interval(8, 10)
    >>> share, round(low, 2), round(high, 2)
    (0.8, 0.49, 0.94)
    """
    if n == 0:
        return nan, nan, nan
    low, high = wilson_interval(hits, n, level)
    return hits / n, min(hits / n, low), max(hits / n, high)  # beyond the share by rounding
