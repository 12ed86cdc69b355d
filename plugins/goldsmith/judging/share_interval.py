"""An interval for a mean of verdicts that come in clusters."""

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.judging.clusters import Estimate, cluster_robust_standard_error
from goldsmith.labels import wilson_interval

__all__ = ["share_interval"]


def share_interval(values: npt.ArrayLike, clusters: Sequence[Hashable], *, level: float = 0.95) -> Estimate:
    """Return the mean of values in [0, 1] and its cluster-robust interval, which holds at both ends and for few clusters too.

    Wilson's interval with the effective sample size p (1 - p) / SE^2 as the trials, SE being the cluster-robust standard error
    (Korn and Graubard 1998, "Confidence Intervals for Proportions with Small Expected Number of Positive Counts Estimated from Survey
    Data", with Wilson's interval in place of theirs). Where all values are alike, no SE says anything and the clusters are the trials:
    three wins of three are no proof.

    Args:
        values: [n], in [0, 1]: verdicts, ties as 0.5.
        clusters: [n], whose equal entries name one cluster: prompts, documents.
        level: of the interval, in (0, 1).

    Raises:
        InputError: no value, one outside [0, 1], lengths that differ, or a level out of range.

    >>> round(share_interval([1, 1, 1], ["a", "b", "c"]).low, 3)
    0.439
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or len(x) == 0 or len(x) != len(clusters) or not np.all((x >= 0) & (x <= 1)):
        raise InputError(
            f"wanted a value in [0, 1] and a cluster for each verdict, got shape {x.shape} and {len(clusters)} clusters"
        )
    mean, several = float(x.mean()), len(set(clusters)) > 1
    error = cluster_robust_standard_error(x, clusters) if several else 0.0
    trials = mean * (1 - mean) / error**2 if error > 0 else float(len(set(clusters)))
    low, high = wilson_interval(mean * trials, trials, level)
    return Estimate(mean, min(low, mean), max(high, mean))
