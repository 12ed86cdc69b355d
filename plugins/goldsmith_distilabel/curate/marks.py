"""The two columns every filter writes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["MARKS", "columns_of", "mark", "numbers", "readable"]

MARKS = ["keep", "drop_reason"]


def mark(rows: list[dict[str, Any]], reasons: Sequence[str | None]) -> list[dict[str, Any]]:
    """Return the rows with `keep` and `drop_reason`; a row dropped earlier keeps its first reason.

    >>> mark([{"keep": False, "drop_reason": "early"}, {}], ["late", None])
    [{'keep': False, 'drop_reason': 'early'}, {'keep': True, 'drop_reason': None}]
    """
    return [
        row if row.get("keep") is False else row | {"keep": reason is None, "drop_reason": reason}
        for row, reason in zip(rows, reasons, strict=True)
    ]


def readable(rows: list[dict[str, Any]], column: str) -> list[str]:
    """Return the texts of a column; a missing one reads as empty."""
    return [text if isinstance(text := row.get(column), str) else "" for row in rows]


def columns_of(rows: list[dict[str, Any]], column: str | list[str]) -> list[str] | list[tuple[str, ...]]:
    """Return the texts of a column, or of several together; missing ones read as empty.

    >>> columns_of([{"q": "Who?", "a": "I."}], ["q", "a"])
    [('Who?', 'I.')]
    """
    if isinstance(column, str):
        return readable(rows, column)
    return list(zip(*(readable(rows, name) for name in column), strict=True))


def numbers(rows: list[dict[str, Any]], column: str) -> list[float | None]:
    """Return the numbers of a column; None for what is missing or no number.

    >>> numbers([{"score": 1}, {"score": "high"}, {}], "score")
    [1.0, None, None]
    """
    values = [row.get(column) for row in rows]
    return [float(value) if isinstance(value, int | float | np.number) else None for value in values]
