"""Numbers as people read them."""

import math
from numbers import Integral
from typing import Literal, TypeAlias

__all__ = ["MINUS", "Style", "between", "figure"]

MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"

Style: TypeAlias = Literal["number", "percent"]


def figure(value: float | str | None, style: Style = "number") -> str:
    """Return `value` with thousands separated and about three digits; "n/a" for None and NaN; text as it is.

    >>> figure(1756), figure(0.74289), figure(12.345), figure(0.934, "percent"), figure(float("nan"))
    ('1,756', '0.743', '12.3', '93.4%', 'n/a')
    """
    if isinstance(value, str):
        return value
    if value is None or math.isnan(value):
        return "n/a"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if style == "percent":
        return _signed(f"{100 * value:,.1f}%")
    return _signed(f"{int(value):,d}" if isinstance(value, Integral) else _decimal(value))


def between(low: float, high: float, style: Style = "number") -> str:
    """Return a range as people read it, its ends as `figure` shows them."""
    return f"{figure(low, style)} {DASH} {figure(high, style)}"


def _decimal(value: float) -> str:
    size = abs(value)
    if 0 < size < 0.001:
        return f"{value:.2g}"
    decimals = 3 if size < 1 else 2 if size < 10 else 1 if size < 100 else 0
    return f"{value:,.{decimals}f}"


def _signed(text: str) -> str:
    return text.replace("-", MINUS, 1) if text.startswith("-") else text
