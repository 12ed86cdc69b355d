"""How far two arms are apart when observations come in clusters."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import comb, nan, sqrt

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require

__all__ = ["Difference", "clustered_difference"]


@dataclass(frozen=True)
class Difference:
    """The means of two arms and how far they are apart, in the unit of the values.

    Attributes:
        first: the mean of arm 0; NaN without a value.
        second: the mean of arm 1.
        n_first: the observations in arm 0.
        n_second: those in arm 1.
        clusters: how many there are.
        value: `second` less `first`.
        standard_error: of that, robust to clusters; 0 where all clusters say exactly the same, NaN with too few of them.
        degrees_of_freedom: of the t distribution that `p` and the interval come from; 0 with too few clusters.
        low: the lower end of the interval; NaN where no error can be estimated.
        high: the upper end.
        p: of the two-sided test of no difference; NaN with too few clusters.
        p_holm: the same, adjusted for what was tested beside it; NaN until it has been.
    """

    first: float
    second: float
    n_first: int
    n_second: int
    clusters: int
    value: float
    standard_error: float = nan
    degrees_of_freedom: int = 0
    low: float = nan
    high: float = nan
    p: float = nan
    p_holm: float = nan


def clustered_difference(
    values: npt.ArrayLike, arms: npt.ArrayLike, clusters: Sequence[Hashable], *, alpha: float = 0.05
) -> Difference:
    """Return the difference of two arms' means with the cluster-robust sandwich error of least squares on the arm.

    sqrt(G / (G - q) * sum_g (sum_{i in g} e_i)^2), with e_i = (x_i - mean) / n of the observation's arm, negative in arm 0
    (Liang and Zeger 1986; Cameron and Miller 2015, "A Practitioner's Guide to Cluster-Robust Inference", section VI.B),
    and G - q degrees of freedom: q = 1 where every cluster is in both arms, which makes it the paired t test on the
    clusters' means when they are of equal size, and q = 2 otherwise, the two-sample t test on them. The usual correction has
    q = 1 always, which is a little too sure in a between design.

    Where all clusters agree exactly no error can be estimated, and p is exact: 2 / 2^G of the signs when each is in both
    arms, else 2 / C(G, clusters in arm 0) of the assignments.

    Args:
        values: [n] finite numbers, or bools.
        arms: [n], 0 or 1.
        clusters: [n], whose equal entries name one cluster.
        alpha: one less the level of the interval, in (0, 1).

    Raises:
        InputError: lengths that differ, a value that is not finite, an arm that is neither 0 nor 1.
        MissingExtraError: scipy is not installed.

    >>> found = clustered_difference([0, 1, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1], ["ann", "ann", "bob", "bob", "cem", "cem"])
    >>> round(found.value, 3), round(found.standard_error, 3), round(found.p, 3)  # of 1, 1, 0: t = 2 with df = 2
    (0.667, 0.333, 0.184)
    """
    x, arm, code = _checked(values, arms, clusters, alpha)
    n, n_clusters = np.bincount(arm, minlength=2), int(code.max(initial=-1)) + 1
    if not n.all():
        first, second = (float(x[arm == side].mean()) if n[side] else nan for side in (0, 1))
        return Difference(first, second, int(n[0]), int(n[1]), n_clusters, nan)
    mean = np.bincount(arm, weights=x, minlength=2) / n
    exact = 1e-12 * max(1.0, float(np.abs(x).max()))
    value = float(mean[1] - mean[0])
    value = 0.0 if abs(value) <= exact else value
    found = Difference(float(mean[0]), float(mean[1]), int(n[0]), int(n[1]), n_clusters, value)
    present = [np.bincount(code[arm == side], minlength=n_clusters) > 0 for side in (0, 1)]
    crossed = bool((present[0] & present[1]).all())
    df = n_clusters - (1 if crossed else 2)
    if df < 1 or min(int(side.sum()) for side in present) < 2:
        return found
    parts = np.bincount(code, weights=(2 * arm - 1) * (x - mean[arm]) / n[arm], minlength=n_clusters)
    error = sqrt(n_clusters / df * float((parts**2).sum()))
    if error <= exact:
        ways = 2**n_clusters if crossed else comb(n_clusters, int(present[0].sum()))
        p = min(1.0, 2 / ways) if value else 1.0
        return replace(found, standard_error=0.0, degrees_of_freedom=df, p=p)
    t = require("scipy.stats", extra="judging").t
    reach = float(t.isf(alpha / 2, df)) * error
    return replace(
        found,
        standard_error=error,
        degrees_of_freedom=df,
        low=value - reach,
        high=value + reach,
        p=float(2 * t.sf(abs(value) / error, df)),
    )


def _checked(
    values: npt.ArrayLike, arms: npt.ArrayLike, clusters: Sequence[Hashable], alpha: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return values, arms and each observation's cluster as a number."""
    x, arm = np.asarray(values, dtype=np.float64), np.asarray(arms)
    if x.ndim != 1 or x.shape != arm.shape or len(x) != len(clusters) or not np.isfinite(x).all():
        raise InputError(
            f"wanted a finite value, an arm and a cluster for each observation, got values of shape {x.shape}, arms of "
            f"shape {arm.shape} and {len(clusters)} clusters; leave missing values out first"
        )
    if not np.isin(arm, (0, 1)).all() or not 0 < alpha < 1:
        raise InputError(
            f"arms are 0 or 1 and alpha lies in (0, 1), got {sorted(set(arm.tolist()))!r:.80}, {alpha}"
        )
    number = {name: index for index, name in enumerate(dict.fromkeys(clusters))}
    return x, arm.astype(np.intp), np.array([number[name] for name in clusters], dtype=np.intp)
