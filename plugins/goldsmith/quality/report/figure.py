"""Numbers as people read them."""

import math
from typing import Literal, TypeAlias

__all__ = ["Style", "figure"]

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
        return "∞" if value > 0 else "−∞"
    if style == "percent":
        return _signed(f"{100 * value:,.1f}%")
    return _signed(f"{value:,d}" if isinstance(value, int) else _decimal(value))


def _decimal(value: float) -> str:
    size = abs(value)
    if 0 < size < 0.001:
        return f"{value:.2g}"
    decimals = 3 if size < 1 else 2 if size < 10 else 1 if size < 100 else 0
    return f"{value:,.{decimals}f}"


def _signed(text: str) -> str:
    return text.replace("-", "−", 1) if text.startswith("-") else text
