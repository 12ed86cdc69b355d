"""A linear scale with round ticks."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from goldsmith.quality.html_report.figure import MINUS, Style, figure
from goldsmith.quality.html_report.span import span

__all__ = ["Axis"]

ROUND_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """Places values between `low` and `high` on a plot, as percentages of its width or height.

    >>> axis = Axis(0, 50)
    >>> axis.across(20), axis.up(20), [text for _, text in axis.ticks()]
    ('40%', '60%', ['0', '10', '20', '30', '40', '50'])
    """

    low: float
    high: float
    style: Style = "number"

    @classmethod
    def around(cls, values: Iterable[float], style: Style = "number", *, zero: bool = False) -> "Axis":
        """Return the axis from the round number below the finite `values` to the one above, with zero if asked.

        >>> Axis.around([0.12, 0.87]), Axis.around([])
        (Axis(low=0.0, high=1.0, style='number'), Axis(low=0.0, high=1.0, style='number'))
        """
        low, high = span([*values, 0.0] if zero else values, parts=10)
        step = _step(low, high)
        return cls(math.floor(low / step) * step, math.ceil(high / step) * step, style)

    def share(self, value: float) -> float:
        """Return how far along the axis `value` lies, kept within [0, 1]."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def across(self, value: float) -> str:
        """Return the place of `value` from the left, like "37.5%"."""
        return f"{100 * self.share(value):.6g}%"

    def up(self, value: float) -> str:
        """Return the place of `value` from the top, like "62.5%"."""
        return f"{100 - 100 * self.share(value):.6g}%"

    def length(self, start: float, end: float) -> str:
        """Return the distance between two values, like "12.5%"."""
        return f"{100 * abs(self.share(end) - self.share(start)):.6g}%"

    def ticks(self) -> list[tuple[float, str]]:
        """Return about five round values on the axis, with their text."""
        step = _step(self.low, self.high)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [(n * step, self._text(n * step, step)) for n in range(first, last + 1)]

    def _text(self, value: float, step: float) -> str:
        shown, unit = (100 * step, "%") if self.style == "percent" else (step, "")
        if not 1e-4 <= shown < 1e15:
            return figure(value, self.style)
        decimals = next(d for d in range(6) if abs(round(shown, d) - shown) < 1e-9 * shown)
        return f"{100 * value if unit else value:,.{decimals}f}{unit}".replace("-", MINUS)


def _step(low: float, high: float) -> float:
    rough = (high - low) / 5
    size = 10.0 ** math.floor(math.log10(rough))
    return size * min(step for step in ROUND_STEPS if step * size >= rough * (1 - 1e-9))
