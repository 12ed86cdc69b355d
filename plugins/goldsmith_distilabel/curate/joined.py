"""The rows of several predecessors as one list."""

from collections.abc import Iterable
from typing import Any

__all__ = ["joined"]


def joined(parts: Iterable[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return all rows in order, each with the columns of all: None where a row had none.

    Distilabel writes a batch with the columns of its first row and loses the others.

    >>> joined([[{"a": 1}], [{"b": 2}]])
    [{'a': 1, 'b': None}, {'a': None, 'b': 2}]
    """
    rows = [row for part in parts for row in part]
    columns = dict.fromkeys(key for row in rows for key in row)
    return [columns | row for row in rows]
