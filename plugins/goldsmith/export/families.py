"""Rows that would tell each other's answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from goldsmith.dedup.components import components

__all__ = ["families"]

Row = Mapping[str, Any]
_SHARED = (
    "question_id",
    "root_id",
    "parent_id",
    "source_id",
    "task_id",
    "question",
    "instruction",
    "prompt",
    "text",
)


def families(rows: Sequence[Row], group_by: str = "") -> list[int]:
    """Return, for each row, the number of the first row of its family.

    One family are rows with the same text (case and spaces aside), with the same question, root or source, and rows made of
    each other: in two splits, a model would be tested on what it was trained on.

    Args:
        rows: [n].
        group_by: a column whose equal values make a family instead; a row without one is a family of its own.

    >>> rows = [{"id": "a", "text": "Hi"}, {"id": "b", "provenance": {"parents": ["a"]}}, {"text": "hi "}, {"text": "Bye"}]
    >>> families(rows)
    [0, 0, 0, 3]
    """
    first: dict[str, int] = {}
    edges = [
        (number, first.setdefault(mark, number))
        for number, row in enumerate(rows)
        for mark in ([_mark(row, group_by)] if group_by else _marks(row))
        if mark
    ]
    return components(len(rows), np.array(edges, dtype=np.int64).reshape(-1, 2)).tolist()  # type: ignore[no-any-return]


def _marks(row: Row) -> Iterator[str]:
    # Ids, and what stands for an id, are one space of names: a parent may be a row, or a row that is not here.
    origin = row.get("provenance")
    parents = origin.get("parents") if isinstance(origin, Mapping) else None
    for key in (
        row.get("id"),
        *(parents or ()),
        *(row.get(name) for name in _SHARED if name.endswith("_id")),
    ):
        if key not in (None, ""):
            yield f"id {key}"
    for name in _SHARED:
        if not name.endswith("_id"):
            yield _mark(row, name)
    yield _asked(row.get("messages"))


def _mark(row: Row, column: str) -> str:
    value = row.get(column)
    if isinstance(value, list):
        return _asked(value)
    return "" if value in (None, "") else f"text {' '.join(str(value).casefold().split())}"


def _asked(messages: object) -> str:
    """Return what the first message of the user says, as `_mark` does."""
    for turn in messages if isinstance(messages, list) else ():
        if isinstance(turn, Mapping) and turn.get("role") == "user":
            return _mark(turn, "content")
    return ""
