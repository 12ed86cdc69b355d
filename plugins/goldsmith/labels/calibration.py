"""Whether a stated confidence is the accuracy one gets."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["ReliabilityBin", "expected_calibration_error", "reliability_bins"]


@dataclass(frozen=True)
class ReliabilityBin:
    """The predictions whose confidence lies in (`low`, `high`], the first bin holding 0 as well.

    `confidence` and `accuracy` are means over the bin's `count` predictions.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability_bins(
    confidence: npt.ArrayLike, correct: npt.ArrayLike, bins: int = 10
) -> list[ReliabilityBin]:
    """Group predictions into equally wide bins of confidence; bins without predictions are left out.

    Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2, equations for acc(B_m) and conf(B_m).

    Args:
        confidence: the probability given to the predicted label, [n], in [0, 1].
        correct: whether the prediction is right, [n], of bool or 0/1.
        bins: the number of bins over [0, 1].

    Raises:
        InputError: the shapes differ, there is no prediction, or a value is out of range.

    >>> [(b.count, b.confidence, b.accuracy) for b in reliability_bins([0.5, 0.75, 1.0], [0, 1, 1], bins=2)]
    [(1, 0.5, 0.0), (2, 0.875, 1.0)]
    """
    p, hit = _checked(confidence, correct, bins)
    edges = np.linspace(0, 1, bins + 1)
    member = np.clip(np.searchsorted(edges, p, side="left") - 1, 0, bins - 1)
    return [
        ReliabilityBin(
            low=float(edges[m]),
            high=float(edges[m + 1]),
            count=int((member == m).sum()),
            confidence=float(p[member == m].mean()),
            accuracy=float(hit[member == m].mean()),
        )
        for m in np.unique(member)
    ]


def expected_calibration_error(confidence: npt.ArrayLike, correct: npt.ArrayLike, bins: int = 10) -> float:
    """Return the expected gap between confidence and accuracy, in [0, 1]; 0 is perfectly calibrated.

    ECE = sum_m |B_m| / n * |acc(B_m) - conf(B_m)| over equally wide bins (Guo et al. 2017, "On Calibration of
    Modern Neural Networks", equation 3). Arguments and errors as `reliability_bins`.

    >>> expected_calibration_error([0.5, 0.75, 1.0], [0, 1, 1], bins=2)  # (1 * 0.5 + 2 * 0.125) / 3
    0.25
    """
    groups = reliability_bins(confidence, correct, bins)
    gap = sum(group.count * abs(group.accuracy - group.confidence) for group in groups)
    return gap / sum(group.count for group in groups)


def _checked(
    confidence: npt.ArrayLike, correct: npt.ArrayLike, bins: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    p, hit = (np.asarray(values, dtype=np.float64) for values in (confidence, correct))
    if p.ndim != 1 or p.shape != hit.shape or p.size == 0:
        raise InputError(
            f"confidence and correct must be two [n] lists with n > 0, got {p.shape} and {hit.shape}"
        )
    if not ((p >= 0) & (p <= 1)).all():
        raise InputError(
            "confidence must lie in [0, 1] and not be missing: scale percentages, drop uncovered rows"
        )
    if not np.isin(hit, (0, 1)).all():
        raise InputError("correct must hold only True/False or 1/0")
    if bins < 1:
        raise InputError(f"bins must be at least 1, got {bins}")
    return p, hit
