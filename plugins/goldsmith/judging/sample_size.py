"""How much data a comparison wants."""

from math import ceil, sqrt
from statistics import NormalDist

from goldsmith.errors import InputError

__all__ = ["sample_size_two_proportions"]


def sample_size_two_proportions(p1: float, p2: float, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """Return the size of each arm that tells two rates apart in a two-sided test.

    n = (z(1 - alpha/2) sqrt(2 p (1 - p)) + z(power) sqrt(p1 (1 - p1) + p2 (1 - p2)))^2 / (p1 - p2)^2, with p the mean of
    both, rounded up (Fleiss, Levin and Paik 2003, "Statistical Methods for Rates and Proportions", equation 4.14, without
    the continuity correction). Holds for independent draws: with clusters of m draws multiply by 1 + (m - 1) rho, rho being the
    correlation within a cluster.

    Args:
        p1: one arm's rate, in [0, 1].
        p2: the other's.
        alpha: the chance of seeing a difference where there is none, in (0, 1).
        power: the chance of seeing this one, in (0, 1), above `alpha`.

    Raises:
        InputError: a number out of range, or equal rates, which no sample tells apart.

    >>> sample_size_two_proportions(0.10, 0.12)
    3841
    """
    if not (0 <= p1 <= 1 and 0 <= p2 <= 1 and 0 < alpha < power < 1):
        raise InputError(
            f"rates lie in [0, 1] and 0 < alpha < power < 1, got {p1}, {p2}, alpha={alpha}, power={power}"
        )
    if p1 == p2:
        raise InputError(f"both rates are {p1}: no sample tells equal rates apart")
    z, p = NormalDist().inv_cdf, (p1 + p2) / 2
    apart = z(1 - alpha / 2) * sqrt(2 * p * (1 - p)) + z(power) * sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return ceil((apart / (p1 - p2)) ** 2)
