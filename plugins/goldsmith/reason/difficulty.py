"""How hard a question is for a solver, by how often it is right."""

from dataclasses import dataclass
from fractions import Fraction

from goldsmith.errors import InputError
from goldsmith.labels import wilson_interval

__all__ = ["Difficulty", "difficulty"]


@dataclass(frozen=True)
class Difficulty:
    """A question's pass rate, and whether it lies within the band.

    Attributes:
        right: how many samples are right.
        samples: how many there are.
        pass_rate: their share, in [0, 1].
        low: the lower end of its 95 % interval by Wilson.
        high: the upper end.
        reason: why the question is to be dropped, "" if it is kept.
    """

    right: int
    samples: int
    pass_rate: float
    low: float
    high: float
    reason: str


def difficulty(right: int, samples: int, *, above: float = 0.1, below: float = 0.9) -> Difficulty:
    """Return the difficulty of a question that is right `right` times of `samples`; kept is above < pass rate < below.

    Both bounds are strict and compared as the decimals that they are written as: 3 of 30 is not above 0.1. A question that is
    always or never right teaches a policy nothing; the interval says how sure that is, with few samples hardly.

    >>> difficulty(4, 8).reason, difficulty(8, 8).reason
    ('', 'too easy: 8 of 8 right, wanted a pass rate below 0.9')
    >>> found = difficulty(1, 10)
    >>> found.reason, round(found.low, 3), round(found.high, 3)
    ('too hard: 1 of 10 right, wanted a pass rate above 0.1', 0.018, 0.404)

    Raises:
        InputError: no samples, more right than there are, or bounds that are not 0 <= above < below <= 1.
    """
    if not 0 <= right <= samples or samples < 1 or not 0 <= above < below <= 1:
        raise InputError(
            f"{right} of {samples} right, band {above} to {below}: wanted 0 <= right <= samples >= 1"
        )
    rate, reason = Fraction(right, samples), ""
    if rate <= Fraction(str(above)):
        reason = f"too hard: {right} of {samples} right, wanted a pass rate above {above:g}"
    elif rate >= Fraction(str(below)):
        reason = f"too easy: {right} of {samples} right, wanted a pass rate below {below:g}"
    low, high = wilson_interval(right, samples)
    return Difficulty(right, samples, right / samples, low, high, reason)
