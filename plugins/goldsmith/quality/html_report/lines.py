"""How values change along another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan
from typing import Any, ClassVar, TypeAlias

from goldsmith.errors import InputError
from goldsmith.quality.html_report.axis import Axis
from goldsmith.quality.html_report.figure import Style, figure
from goldsmith.quality.html_report.floats import floats
from goldsmith.quality.html_report.section import Section

__all__ = ["Line", "Lines"]

Sample: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """A curve through points, broken where a value is missing.

    Attributes:
        label: its name.
        x: where, [n].
        y: values, [n].
        low: the lower end of a band around the curve, [n], together with `high`.
        high: its upper end, [n].

    Raises:
        InputError: the lengths differ, or one end of the band is missing.
    """

    label: str
    x: Iterable[Any]
    y: Iterable[Any]
    low: Iterable[Any] = ()
    high: Iterable[Any] = ()

    def __post_init__(self) -> None:
        """Read the points once and compare their number."""
        for name in ("x", "y", "low", "high"):
            object.__setattr__(self, name, floats(getattr(self, name), f"{name} of {self.label!r}"))
        n, *others = (len(tuple(getattr(self, name))) for name in ("x", "y", "low", "high"))
        if others not in ([n, n, n], [n, 0, 0]):
            raise InputError(
                f"{self.label!r} has {n} x but {others} y, low and high: give as many, or no band"
            )

    @cached_property
    def samples(self) -> list[Sample]:
        """The points: x, y, and the band's low and high, NaN where missing."""
        nothing = [nan] * len(tuple(self.x))
        low, high = (tuple(end) or nothing for end in (self.low, self.high))
        return list(zip(self.x, self.y, low, high, strict=True))

    @property
    def points(self) -> list[tuple[float, float]]:
        """The points that have both x and y."""
        return [(x, y) for x, y, *_ in self.samples if not isnan(x + y)]


@dataclass(frozen=True)
class Lines(Section):
    """Curves over a shared pair of axes.

    Attributes:
        lines: the curves; colours and dashes repeat after six.
        x_label: what is across.
        y_label: what is up.
        x_style: "percent" labels the axis across in percent.
        y_style: "percent" labels the axis up in percent.
    """

    lines: Sequence[Line]
    x_label: str = ""
    y_label: str = ""
    x_style: Style = "number"
    y_style: Style = "number"

    kind: ClassVar[str] = "lines"

    @cached_property
    def horizontal(self) -> Axis:
        """The scale across."""
        return Axis.around([x for line in self.lines for x, *_ in line.samples], self.x_style)

    @cached_property
    def vertical(self) -> Axis:
        """The scale up."""
        ends = [end for line in self.lines for _, *ends in line.samples for end in ends]
        return Axis.around(ends, self.y_style)

    @property
    def table(self) -> list[tuple[str, str, str]]:
        """The points as text: curve, x and y."""
        return [
            (line.label, figure(x, self.x_style), figure(y, self.y_style))
            for line in self.lines
            for x, y in line.points
        ]

    def path(self, line: Line) -> str:
        """Return the curve in a 100 x 100 box as SVG path data."""
        return self._path((x, y) for x, y, *_ in line.samples)

    def band(self, line: Line) -> str:
        """Return the outline of the band in a 100 x 100 box as SVG path data; empty without a band."""
        known = [(x, low, high) for x, _, low, high in line.samples if not isnan(x + low + high)]
        upper, lower = [(x, high) for x, _, high in known], [(x, low) for x, low, _ in reversed(known)]
        return f"{self._path(upper + lower)} Z" if known else ""

    def _path(self, points: Iterable[tuple[float, float]]) -> str:
        parts, verb = [], "M"
        for x, y in points:
            if isnan(x + y):
                verb = "M"
                continue
            parts.append(
                f"{verb}{100 * self.horizontal.share(x):.5g} {100 - 100 * self.vertical.share(y):.5g}"
            )
            verb = "L"
        return " ".join(parts)
