"""An interval for a share."""

from math import sqrt
from statistics import NormalDist

from goldsmith.errors import InputError

__all__ = ["wilson_interval"]


def wilson_interval(successes: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval for a binomial proportion, in [0, 1]; (0, 1) without a trial.

    Counts need not be whole: an effective sample size is none.

    (p + z^2/2n +- z sqrt(p(1 - p)/n + z^2/4n^2)) / (1 + z^2/n) with p the observed share and z the normal quantile
    (Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference"; Agresti and Coull 1998).

    Raises:
        InputError: more successes than trials, a negative count, or a level outside (0, 1).

    >>> low, high = wilson_interval(8, 10)
    >>> round(low, 4), round(high, 4)
    (0.4902, 0.9433)
    """
    if not 0 <= successes <= trials or not 0 < level < 1:
        raise InputError(
            f"{successes} of {trials} at level {level}: wanted 0 <= successes <= trials, 0 < level < 1"
        )
    if trials == 0:
        return 0.0, 1.0
    z, p = NormalDist().inv_cdf((1 + level) / 2), successes / trials
    middle = p + z * z / (2 * trials)
    reach = z * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
