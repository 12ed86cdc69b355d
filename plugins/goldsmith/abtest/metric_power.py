"""What an A/B test could have found in one metric, and what a test that could would cost."""

from dataclasses import dataclass
from math import nan

import numpy as np

from goldsmith.abtest.difference import Difference
from goldsmith.abtest.exposures import Table
from goldsmith.abtest.power import (
    clusters_needed,
    minimum_detectable_effect,
    power_to_find,
    sample_size_two_means,
)
from goldsmith.judging import sample_size_two_proportions

__all__ = ["MetricPower", "metric_power"]


@dataclass(frozen=True)
class MetricPower:
    """The power of one metric's comparison.

    Attributes:
        effect: the least difference that would matter.
        power_as_run: the chance with which it would have been found; NaN where there is no standard error.
        detectable: the least difference that would have been found with the power asked for.
        personas_needed: how many personas find `effect` with that power, draws and design as they were; None if unknown.
        per_arm: how many *independent* exposures each arm would want instead, by the textbook formula; None if unknown.
    """

    effect: float
    power_as_run: float = nan
    detectable: float = nan
    personas_needed: int | None = None
    per_arm: int | None = None


def metric_power(
    found: Difference,
    table: Table,
    effect: float,
    *,
    binary: bool,
    alpha: float = 0.05,
    power: float = 0.8,
) -> MetricPower:
    """Return what a comparison could have found.

    Args:
        found: how it came out.
        table: what it came out of.
        effect: the least difference that would matter, in the unit of the values, not 0.
        binary: whether the values are 0 or 1; arms are then sized for two proportions, from that of arm 0 on.
        alpha: the chance of a false alarm.
        power: the chance of finding `effect`.

    Raises:
        InputError: not 0 < alpha < power < 1, or an effect of 0.
        MissingExtraError: scipy is not installed.
    """
    error, df = found.standard_error, found.degrees_of_freedom
    return MetricPower(
        effect=effect,
        power_as_run=power_to_find(effect, error, df, alpha=alpha),
        detectable=minimum_detectable_effect(error, df, alpha=alpha, power=power),
        personas_needed=clusters_needed(effect, error, found.clusters, df, alpha=alpha, power=power),
        per_arm=_per_arm(found, table, effect, binary=binary, alpha=alpha, power=power),
    )


def _per_arm(
    found: Difference,
    table: Table,
    effect: float,
    *,
    binary: bool,
    alpha: float,
    power: float,
) -> int | None:
    if min(found.n_first, found.n_second) < 2:
        return None
    if binary:
        rate = found.first
        other = rate + effect if rate + effect <= 1 else rate - effect
        return sample_size_two_proportions(rate, other, alpha=alpha, power=power) if 0 <= other <= 1 else None
    spread = [table.values[table.arms == side].var(ddof=1) for side in (0, 1)]
    deviation = float(np.sqrt(np.mean(spread)))
    return sample_size_two_means(deviation, effect, alpha=alpha, power=power) if deviation > 0 else None
