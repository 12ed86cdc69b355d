"""Split marked rows into those kept and those dropped."""

from collections.abc import Iterable
from typing import Any

__all__ = ["apply"]


def apply(rows: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return (kept, dropped): a row whose `keep` is False was dropped by a filter, any other is kept.

    >>> apply([{"text": "a"}, {"text": "b", "keep": False, "drop_reason": "length: 1 word"}])[0]
    [{'text': 'a'}]
    """
    kept: list[dict[str, Any]] = []
    dropped: list[dict[str, Any]] = []
    for row in rows:
        (dropped if row.get("keep") is False else kept).append(row)
    return kept, dropped
