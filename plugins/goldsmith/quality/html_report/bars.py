"""Values side by side, as horizontal bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import ClassVar

from goldsmith.quality.html_report.axis import Axis
from goldsmith.quality.html_report.figure import Style, between, figure
from goldsmith.quality.html_report.section import Section

__all__ = ["Bar", "Bars"]


@dataclass(frozen=True)
class Bar:
    """One value with its name; None or NaN is shown as "n/a" without a bar.

    Attributes:
        label: what is measured.
        value: the length of the bar.
        interval: its confidence interval, drawn as a whisker.
        hint: its definition, shown below the label.
        strong: whether this is the bar to look at; without any strong bar, all are drawn alike.
    """

    label: str
    value: float | None
    interval: tuple[float, float] | None = None
    hint: str = ""
    strong: bool = False

    @property
    def drawn(self) -> bool:
        """Whether there is a value to draw."""
        return self.value is not None and isfinite(self.value)


@dataclass(frozen=True)
class Bars(Section):
    """Horizontal bars from zero, with whiskers and a baseline to beat.

    Attributes:
        bars: from top to bottom.
        style: "percent" draws on a scale from 0 to 100% and shows 0.934 as 93.4%.
        baseline: a value drawn as a dashed line across all bars.
        baseline_label: what it is.
    """

    bars: Sequence[Bar]
    style: Style = "number"
    baseline: float | None = None
    baseline_label: str = "baseline"

    kind: ClassVar[str] = "bars"

    @property
    def axis(self) -> Axis:
        """The scale all bars share."""
        ends = [end for bar in self.bars for end in (bar.value, *(bar.interval or ())) if end is not None]
        ends += [] if self.baseline is None else [self.baseline]
        if self.style == "percent":
            ends.append(1.0)
        return Axis.around(ends, self.style, zero=True)

    @property
    def any_strong(self) -> bool:
        """Whether one bar stands out from the rest."""
        return any(bar.strong for bar in self.bars)

    def figure(self, value: float | None) -> str:
        """Return `value` as shown beside its bar."""
        return figure(value, self.style)

    def between(self, bar: Bar) -> str:
        """Return the interval of `bar` as shown beside it, empty without one."""
        return between(*bar.interval, self.style) if bar.interval else ""
