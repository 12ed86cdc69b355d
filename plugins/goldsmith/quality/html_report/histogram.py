"""How values are spread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from goldsmith.errors import InputError
from goldsmith.quality.html_report.axis import Axis
from goldsmith.quality.html_report.figure import Style, between, figure
from goldsmith.quality.html_report.floats import floats
from goldsmith.quality.html_report.plain import Json, plain
from goldsmith.quality.html_report.section import Section
from goldsmith.quality.html_report.span import span

__all__ = ["Histogram", "Mark"]


@dataclass(frozen=True)
class Mark:
    """A named place on the horizontal axis, such as a threshold."""

    label: str
    at: float


@dataclass(frozen=True)
class Histogram(Section):
    """Counts of values in equally wide bins.

    Attributes:
        values: numbers, [n]; None, NaN and infinities are left out and counted as missing.
        bins: the number of bins.
        x_label: what the values are.
        span: the range of the bins; by default from the least value to the greatest.
        marks: places to point out.
        style: "percent" labels the axis in percent.

    Raises:
        InputError: values that are no numbers, no bin, or an empty span.

    >>> h = Histogram("Confidence", [0.1, 0.9, 0.95, None], bins=2, span=(0, 1))
    >>> h.counts, h.missing
    ([1, 2], 1)
    """

    values: Iterable[Any]
    bins: int = 20
    x_label: str = ""
    span: tuple[float, float] | None = None
    marks: Sequence[Mark] = ()
    style: Style = "number"

    kind: ClassVar[str] = "histogram"

    def __post_init__(self) -> None:
        """Read the values once."""
        object.__setattr__(self, "values", floats(self.values, f"values of {self.title!r}"))
        if self.bins < 1 or (self.span is not None and not self.span[0] < self.span[1]):
            raise InputError(f"a histogram needs a bin and a span from low to high: {self.bins}, {self.span}")

    @property
    def missing(self) -> int:
        """How many values are None, NaN or infinite."""
        return int(np.isnan(self._array).sum())

    @property
    def outside(self) -> int:
        """How many values lie outside the span."""
        return len(self._array) - self.missing - sum(self.counts)

    @property
    def counts(self) -> list[int]:
        """Values per bin, [bins]."""
        return [int(count) for count in self._histogram[0]]

    @property
    def edges(self) -> list[float]:
        """Borders of the bins, [bins + 1]; a bin holds its lower border, the last one both."""
        return [float(edge) for edge in self._histogram[1]]

    @property
    def horizontal(self) -> Axis:
        """The scale of the values."""
        return Axis(self.edges[0], self.edges[-1], self.style)

    @property
    def vertical(self) -> Axis:
        """The scale of the counts."""
        return Axis.around(self.counts, zero=True)

    @property
    def table(self) -> list[tuple[str, str]]:
        """The bins as text: range and count."""
        ranges = [between(low, high, self.style) for low, high in pairwise(self.edges)]
        return list(zip(ranges, map(figure, self.counts), strict=True))

    def to_dict(self) -> dict[str, Json]:
        """Return the data with its counts and edges."""
        return super().to_dict() | {"counts": plain(self.counts), "edges": plain(self.edges)}

    @cached_property
    def _array(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.array(self.values, dtype=np.float64)

    @cached_property
    def _histogram(self) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        known = self._array[~np.isnan(self._array)]
        return np.histogram(known, bins=self.bins, range=self.span or span(known, self.bins))
