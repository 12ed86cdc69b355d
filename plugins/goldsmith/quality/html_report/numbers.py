"""The few numbers to read first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from goldsmith.quality.html_report.figure import Style, between, figure
from goldsmith.quality.html_report.section import Section

__all__ = ["Numbers", "Tile"]


@dataclass(frozen=True)
class Tile:
    """One number: what it is, its value, how it is defined.

    Attributes:
        label: its name.
        value: a number, text that is shown as it is, or None for "n/a".
        hint: its definition, shown below the value.
        style: "percent" shows 0.934 as 93.4%.
        interval: its confidence interval, low and high.
    """

    label: str
    value: float | str | None
    hint: str = ""
    style: Style = "number"
    interval: tuple[float, float] | None = None

    @property
    def figure(self) -> str:
        """The value as shown."""
        return figure(self.value, self.style)

    @property
    def between(self) -> str:
        """The interval as shown, empty without one."""
        return between(*self.interval, self.style) if self.interval else ""


@dataclass(frozen=True)
class Numbers(Section):
    """Numbers side by side."""

    tiles: Sequence[Tile]

    kind: ClassVar[str] = "numbers"
