"""How the figures of a run are written."""

from collections.abc import Iterable
from decimal import Decimal

__all__ = ["amount_spent", "brief", "duration", "money", "rate"]

_EXACT_BELOW = 10_000_000


def brief(count: int) -> str:
    """Write a count exactly below ten million, with three digits above.

    >>> brief(1234567), brief(12_345_678), brief(10**15)
    ('1,234,567', '12.3M', '1,000T')
    """
    if count < _EXACT_BELOW:
        return f"{count:,}"
    unit, name = next(
        (unit, name) for unit, name in ((10**12, "T"), (10**9, "G"), (10**6, "M")) if count >= unit
    )
    return rate(count / unit) + name


def rate(per_second: float) -> str:
    """Write a rate with three digits or more.

    >>> rate(1234.5), rate(24), rate(0.01234), rate(0)
    ('1,234', '24.0', '0.0123', '0')
    """
    if per_second >= _EXACT_BELOW:
        return brief(round(per_second))
    if per_second >= 99.95:
        return f"{per_second:,.0f}"
    return f"{Decimal(f'{per_second:#.3g}'):f}" if per_second else "0"


def money(amount: float) -> str:
    """Write an amount with four significant digits, more from 10,000 on; the unit is that of the price table.

    >>> money(0.00001234567), money(12.3456), money(12345.6), money(0)
    ('0.00001235', '12.35', '12,346', '0')
    """
    return f"{amount:,.0f}" if abs(amount) >= 999.95 else f"{Decimal(f'{amount:.4g}'):f}"


def amount_spent(costs: Iterable[float | None]) -> str:
    """Write the sum of costs, of which some may be unknown (None).

    >>> amount_spent([0.5, 0.25]), amount_spent([0.5, None]), amount_spent([None, 0])
    ('0.75', '0.5 + unknown', 'unknown')
    """
    costs = list(costs)
    known = sum(cost for cost in costs if cost is not None)
    if None not in costs:
        return money(known)
    return f"{money(known)} + unknown" if known else "unknown"


def duration(seconds: float) -> str:
    """Write a time span.

    >>> duration(7.4), duration(83), duration(3723), duration(200_000)
    ('0:07', '1:23', '1:02:03', '2 d 7 h')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24:,} d {hours % 24} h"
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
