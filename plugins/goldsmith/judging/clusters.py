"""Errors of a mean when observations come in clusters: draws of one persona, questions on one document."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["Estimate", "cluster_bootstrap", "cluster_robust_standard_error"]

Floats = npt.NDArray[np.float64]


class Estimate(NamedTuple):
    """A value and its interval, all in the statistic's own unit."""

    value: float
    low: float
    high: float


def _mean(values: Floats) -> float:
    return float(values.mean())


def cluster_robust_standard_error(values: npt.ArrayLike, clusters: Sequence[Hashable]) -> float:
    """Return the standard error of the mean of `values`, in their unit, when those of one cluster move together.

    sqrt(G / (G - 1) * sum_g (sum_{i in g} (x_i - mean))^2) / n, for G clusters and n values (Liang and Zeger 1986; Miller 2024,
    "Adding Error Bars to Evals", arXiv 2411.00640, equation 4, with the correction for few clusters that statsmodels has).
    With one value a cluster this is s / sqrt(n).

    Args:
        values: [n] finite numbers.
        clusters: [n], whose equal entries name one cluster.

    Raises:
        InputError: lengths that differ, a value that is not finite, or fewer than two clusters.

    >>> cluster_robust_standard_error([0, 0, 1, 1], ["ann", "ann", "bob", "bob"])
    0.5
    """
    x, code, n_clusters = _checked(values, clusters)
    sums = np.bincount(code, weights=x - x.mean(), minlength=n_clusters)
    return float(np.sqrt(n_clusters / (n_clusters - 1) * (sums**2).sum()) / len(x))


def cluster_bootstrap(
    values: npt.ArrayLike,
    clusters: Sequence[Hashable],
    *,
    statistic: Callable[[Floats], float] = _mean,
    strata: Sequence[Hashable] | None = None,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> Estimate:
    """Return `statistic` of the values with its percentile interval, drawing whole clusters with replacement.

    The pairs cluster bootstrap (Field and Welsh 2007, "Bootstrapping Clustered Data", section 2; Efron and Tibshirani 1993, section 13.3).

    Args:
        values: [n] finite numbers, or [n, m] with a row for each observation (an A/B pair, say).
        clusters: [n], whose equal entries name one cluster.
        statistic: takes such an array of any length and returns a number; the mean where not given.
        strata: [n], whose equal entries name one group of clusters (an arm of a between design, say); as many clusters are
            drawn from each as there are in it.
        level: the share of resamples inside the interval, in (0, 1).
        resamples: the number of resamples, at least 1.
        seed: the same seed gives the same interval.

    Raises:
        InputError: as `cluster_robust_standard_error`, or `level` or `resamples` out of range, or a cluster in
            two strata.

    >>> cluster_bootstrap([0, 0, 1, 1], ["ann", "ann", "bob", "bob"])
    Estimate(value=0.5, low=0.0, high=1.0)
    """
    x, code, n_clusters = _checked(values, clusters)
    if not 0 < level < 1 or resamples < 1:
        raise InputError(f"level must be in (0, 1) and resamples at least 1, got {level} and {resamples}")
    members = np.split(np.argsort(code, kind="stable"), np.cumsum(np.bincount(code))[:-1])
    groups = _groups(code, n_clusters, strata)
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(resamples):
        chosen = np.concatenate([group[rng.integers(len(group), size=len(group))] for group in groups])
        drawn.append(statistic(x[np.concatenate([members[g] for g in chosen])]))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(statistic(x)), float(low), float(high))


def _groups(
    code: npt.NDArray[np.intp], n_clusters: int, strata: Sequence[Hashable] | None
) -> list[npt.NDArray[np.intp]]:
    """Return the clusters of each stratum."""
    if strata is None:
        return [np.arange(n_clusters)]
    if len(strata) != len(code):
        raise InputError(f"wanted a stratum for each observation, got {len(strata)} for {len(code)}")
    pairs = set(zip(code.tolist(), strata, strict=True))
    if len(pairs) > n_clusters:
        raise InputError("a cluster lies in one stratum, got one in several")
    of: dict[Hashable, list[int]] = {}
    for cluster, stratum in sorted(pairs, key=lambda pair: pair[0]):
        of.setdefault(stratum, []).append(cluster)
    return [np.array(group, dtype=np.intp) for group in of.values()]


def _checked(values: npt.ArrayLike, clusters: Sequence[Hashable]) -> tuple[Floats, npt.NDArray[np.intp], int]:
    """Return the values, each one's cluster as a number, and how many clusters there are."""
    x = np.asarray(values, dtype=np.float64)
    if x.ndim == 0 or len(x) != len(clusters) or not np.isfinite(x).all():
        raise InputError(
            f"wanted a finite value and a cluster for each observation, got values of shape {x.shape} "
            f"and {len(clusters)} clusters; leave missing values out first"
        )
    number = {name: index for index, name in enumerate(dict.fromkeys(clusters))}
    if len(number) < 2:
        raise InputError(f"an error across clusters needs at least two of them, got {len(number)}")
    return x, np.array([number[name] for name in clusters], dtype=np.intp), len(number)
