"""The true rate behind what a judge who errs has counted."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from goldsmith.errors import InputError

__all__ = ["CorrectedRate", "Reviewed", "rogan_gladen"]


@dataclass(frozen=True)
class Reviewed:
    """How often the judge was right where people had looked.

    Attributes:
        right: reviewed cases of a kind that the judge called as people did.
        total: reviewed cases of that kind.
    """

    right: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.total or self.total == 0:
            raise InputError(
                f"{self.right} right of {self.total} reviewed: wanted 0 <= right <= total, and at least one case"
            )


@dataclass(frozen=True)
class CorrectedRate:
    """A rate corrected for the judge's errors, all in [0, 1].

    Attributes:
        rate: the Rogan-Gladen estimate, clipped.
        low: the interval's lower end.
        high: its upper end.
        apparent: the rate as the judge counted it.
        sensitivity: the share of true positives that the judge finds.
        specificity: the share of true negatives that the judge leaves alone.
    """

    rate: float
    low: float
    high: float
    apparent: float
    sensitivity: float
    specificity: float


def rogan_gladen(
    positives: int, total: int, sensitivity: Reviewed, specificity: Reviewed, *, level: float = 0.95
) -> CorrectedRate:
    """Return the true rate: (p + Sp - 1) / (Se + Sp - 1), clipped to [0, 1], with an interval that knows Se and Sp are estimates.

    Rogan and Gladen 1978, "Estimating Prevalence from the Results of a Screening Test". The interval is Lang and Reiczigel
    2014, "Confidence limits for prevalence of disease adjusted for estimated sensitivity and specificity", equations 2 to 5:
    Wald's on counts with z^2/2 (p) and 1 (Se, Sp) added to both outcomes, moved by
    dp = 2 z^2 (P Se (1 - Se) / (n_Se + 2) - (1 - P) Sp (1 - Sp) / (n_Sp + 2)). It takes the reviewed cases as draws from the
    same cases as those judged: review a random sample, of what the judge called positive *and* of the rest.

    Args:
        positives: cases the judge called positive (say, attacks it called successful).
        total: cases judged; errors left out.
        sensitivity: reviewed true positives, and how many the judge called positive.
        specificity: reviewed true negatives, and how many the judge called negative.
        level: the interval's, in (0, 1).

    Raises:
        InputError: impossible counts, a level out of range, or a judge no better than chance (Se + Sp <= 1), whose counts
            say nothing of the true rate.

    >>> found = rogan_gladen(300, 1000, Reviewed(90, 100), Reviewed(80, 100))
    >>> round(found.rate, 4)  # (0.3 + 0.8 - 1) / (0.9 + 0.8 - 1)
    0.1429
    >>> round(found.low, 3), round(found.high, 3)
    (0.021, 0.236)
    """
    if not 0 <= positives <= total or total == 0 or not 0 < level < 1:
        raise InputError(
            f"{positives} of {total} at level {level}: wanted 0 <= positives <= total, a case, 0 < level < 1"
        )
    p, se, sp = (
        positives / total,
        sensitivity.right / sensitivity.total,
        specificity.right / specificity.total,
    )
    if se + sp <= 1:
        raise InputError(
            f"the judge's sensitivity {se:.3f} and specificity {sp:.3f} add up to no more than 1: it is no better than "
            f"chance and its counts cannot be corrected; use another judge or people"
        )
    low, high = _interval(positives, total, sensitivity, specificity, NormalDist().inv_cdf((1 + level) / 2))
    rate = _clipped((p + sp - 1) / (se + sp - 1))
    return CorrectedRate(rate, min(low, rate), max(high, rate), apparent=p, sensitivity=se, specificity=sp)


def _interval(positives: int, total: int, se: Reviewed, sp: Reviewed, z: float) -> tuple[float, float]:
    n, n_se, n_sp = total + z * z, se.total + 2, sp.total + 2
    p, hit, spared = (positives + z * z / 2) / n, (se.right + 1) / n_se, (sp.right + 1) / n_sp
    gain = hit + spared - 1
    if gain <= 0:  # so few reviewed that chance is not ruled out
        return 0.0, 1.0
    rate = (p + spared - 1) / gain
    of_hit, of_spared = hit * (1 - hit) / n_se, spared * (1 - spared) / n_sp
    moved = rate + 2 * z * z * (rate * of_hit - (1 - rate) * of_spared)
    reach = z * sqrt(p * (1 - p) / n + rate**2 * of_hit + (1 - rate) ** 2 * of_spared) / gain
    return _clipped(moved - reach), _clipped(moved + reach)


def _clipped(rate: float) -> float:
    return min(1.0, max(0.0, rate))
