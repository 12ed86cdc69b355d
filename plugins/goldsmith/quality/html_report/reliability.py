"""Whether confidence is accuracy."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan
from typing import Any, ClassVar

from goldsmith.errors import InputError
from goldsmith.labels import expected_calibration_error, reliability_bins
from goldsmith.labels.calibration import ReliabilityBin
from goldsmith.quality.html_report.axis import Axis
from goldsmith.quality.html_report.figure import between, figure
from goldsmith.quality.html_report.floats import floats
from goldsmith.quality.html_report.plain import Json, plain
from goldsmith.quality.html_report.section import Section

__all__ = ["Reliability"]


@dataclass(frozen=True)
class Reliability(Section):
    """A calibration diagram: mean accuracy against mean confidence per bin, with the expected calibration error.

    Attributes:
        confidence: the probability of each predicted label, [n], in [0, 1].
        correct: whether it is right, [n], of bool or 0/1.
        bins: the number of equally wide bins.

    Pairs with None or NaN (rows nobody could label) are left out and counted as missing.

    Raises:
        InputError: the lengths differ, or a value is out of range.

    >>> Reliability("LLM", [0.5, 0.75, 1.0, None], [0, 1, 1, 1], bins=2).ece
    0.25
    """

    confidence: Iterable[Any]
    correct: Iterable[Any]
    bins: int = 10

    kind: ClassVar[str] = "reliability"
    axis: ClassVar[Axis] = Axis(0, 1, "percent")

    def __post_init__(self) -> None:
        """Read the predictions once and see that they can be binned."""
        for name in ("confidence", "correct"):
            object.__setattr__(self, name, floats(getattr(self, name), f"{name} of {self.title!r}"))
        if len(tuple(self.confidence)) != len(tuple(self.correct)):
            raise InputError(f"{self.title!r} has confidence and correct of different lengths")
        if self._pairs:
            reliability_bins(*self._pairs, self.bins)

    @cached_property
    def groups(self) -> list[ReliabilityBin]:
        """The bins that hold predictions."""
        return reliability_bins(*self._pairs, self.bins) if self._pairs else []

    @property
    def ece(self) -> float:
        """The expected calibration error, NaN without predictions."""
        return expected_calibration_error(*self._pairs, self.bins) if self._pairs else nan

    @property
    def total(self) -> int:
        """How many predictions the bins hold."""
        return sum(group.count for group in self.groups)

    @property
    def missing(self) -> int:
        """How many pairs are left out."""
        return len(tuple(self.confidence)) - self.total

    @property
    def table(self) -> list[tuple[str, str, str, str, str]]:
        """The bins as text: range, count, confidence, accuracy, gap."""
        return [
            (
                between(group.low, group.high, "percent"),
                figure(group.count),
                figure(group.confidence, "percent"),
                figure(group.accuracy, "percent"),
                figure(group.accuracy - group.confidence, "percent"),
            )
            for group in self.groups
        ]

    def to_dict(self) -> dict[str, Json]:
        """Return the data with its bins and error."""
        return super().to_dict() | {"ece": plain(self.ece), "groups": plain(self.groups)}

    @property
    def _pairs(self) -> tuple[list[float], list[float]] | None:
        known = [(p, hit) for p, hit in zip(self.confidence, self.correct, strict=True) if not isnan(p + hit)]
        return ([p for p, _ in known], [hit for _, hit in known]) if known else None
