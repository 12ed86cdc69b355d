"""What a comparison could have found, and how much data one wants."""

from math import ceil, isfinite, nan, sqrt
from statistics import NormalDist

from goldsmith.errors import InputError
from goldsmith.extras import require

__all__ = ["clusters_needed", "minimum_detectable_effect", "power_to_find", "sample_size_two_means"]

_MOST = 10_000_000  # clusters; beyond it nobody will run the comparison


def power_to_find(
    effect: float, standard_error: float, degrees_of_freedom: int, *, alpha: float = 0.05
) -> float:
    """Return the chance that a two-sided t test finds a true `effect`, in [0, 1].

    P(|T| > t(1 - alpha/2, df)) for T of the noncentral t distribution with noncentrality effect / standard error. Give it an
    effect that would matter, not the one observed: the power at that says no more than its p-value (Hoenig and Heisey
    2001, "The Abuse of Power").

    Returns:
        NaN where there is no standard error to speak of (0 or NaN).

    Raises:
        InputError: `alpha` is not in (0, 1).
        MissingExtraError: scipy is not installed.

    >>> round(power_to_find(0.1, 0.05, 20), 3)
    0.478
    """
    _check(alpha)
    if degrees_of_freedom < 1 or not standard_error > 0 or not isfinite(effect):
        return nan
    stats = require("scipy.stats", extra="judging")
    wanted = float(stats.t.isf(alpha / 2, degrees_of_freedom))
    away = abs(effect) / standard_error
    if away > wanted + 40:  # certain; the distribution is not computed that far out
        return 1.0
    far = stats.nct.sf(wanted, degrees_of_freedom, away) + stats.nct.cdf(-wanted, degrees_of_freedom, away)
    return min(1.0, float(far))


def minimum_detectable_effect(
    standard_error: float, degrees_of_freedom: int, *, alpha: float = 0.05, power: float = 0.8
) -> float:
    """Return the least true effect that is found with the given power, in the unit of `standard_error`.

    Bloom 1995, "Minimum Detectable Effects", with the noncentral t distribution in place of its sum of two quantiles,
    which is a little less.

    Returns:
        NaN as `power_to_find`.

    Raises:
        InputError: not 0 < alpha < power < 1.
        MissingExtraError: scipy is not installed.

    >>> round(minimum_detectable_effect(0.05, 20), 3)
    0.147
    """
    _check(alpha, power)
    if degrees_of_freedom < 1 or not standard_error > 0:
        return nan
    brentq = require("scipy.optimize", extra="judging").brentq

    def short(away: float) -> float:
        return power_to_find(away, 1.0, degrees_of_freedom, alpha=alpha) - power

    top = 4.0
    while short(top) < 0:
        top *= 2
    return float(brentq(short, 0.0, top)) * standard_error


def clusters_needed(
    effect: float,
    standard_error: float,
    clusters: int,
    degrees_of_freedom: int,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
) -> int | None:
    """Return how many clusters (personas) like those that were seen find a true `effect` with the given power.

    The standard error shrinks with the root of the number of clusters; draws per cluster stay as they are.

    Args:
        effect: in the unit of `standard_error`, not 0.
        standard_error: of the difference, as it came out of `clusters`.
        clusters: how many it came out of.
        degrees_of_freedom: of its t distribution, as `Difference` has them.
        alpha: the chance of seeing a difference where there is none.
        power: the chance of seeing this one.

    Returns:
        None where there is no standard error to speak of, or no number below ten million is enough.

    Raises:
        InputError: not 0 < alpha < power < 1, or an effect of 0.
        MissingExtraError: scipy is not installed.

    >>> clusters_needed(0.1, 0.05, 21, 20)
    44
    """
    _check(alpha, power)
    if effect == 0:
        raise InputError("no number of clusters finds an effect of 0")
    if degrees_of_freedom < 1 or not standard_error > 0:
        return None
    lost = clusters - degrees_of_freedom

    def enough(number: int) -> bool:
        error = standard_error * sqrt(clusters / number)
        return power_to_find(effect, error, number - lost, alpha=alpha) >= power

    least = high = lost + 1
    while not enough(high):
        least, high = high + 1, 2 * high
        if high > _MOST:
            return None
    while least < high:
        middle = (least + high) // 2
        least, high = (least, middle) if enough(middle) else (middle + 1, high)
    return high


def sample_size_two_means(
    standard_deviation: float, difference: float, *, alpha: float = 0.05, power: float = 0.8
) -> int:
    """Return the size of each arm that tells two means apart in a two-sided test, for independent observations.

    n = 2 s^2 (z(1 - alpha/2) + z(power))^2 / d^2, rounded up (Chow, Shao and Wang 2008, "Sample Size Calculations in
    Clinical Research", section 3.2). Rates have `goldsmith.judging.sample_size_two_proportions`.

    Raises:
        InputError: a deviation that is not positive, a difference of 0, or not 0 < alpha < power < 1.

    >>> sample_size_two_means(1.0, 0.5)
    63
    """
    _check(alpha, power)
    if not standard_deviation > 0 or difference == 0:
        raise InputError(
            f"wanted a deviation above 0 and a difference, got {standard_deviation} and {difference}"
        )
    z = NormalDist().inv_cdf
    return ceil(2 * ((z(1 - alpha / 2) + z(power)) * standard_deviation / difference) ** 2)


def _check(alpha: float, power: float | None = None) -> None:
    if not 0 < alpha < (1 if power is None else power) <= 1 or power == 1:
        raise InputError(f"wanted 0 < alpha < power < 1, got alpha={alpha}, power={power}")
