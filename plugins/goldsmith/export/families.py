"""Rows that would tell each other's answers."""

import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

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


def families(rows: Sequence[Row], group_by: str = "") -> npt.NDArray[np.int64]:
    """Return, for each row, the number of the first row of its family, [n].

    One family are rows with the same text (case and spaces aside), with the same question, root or source, and rows made of
    each other: in two splits, a model would be tested on what it was trained on.

    The rows are gone through once and none is held: of what a row shares with others, 16 bytes are kept.

    Args:
        rows: [n].
        group_by: a column whose equal values make a family instead; a row without one is a family of its own.

    >>> rows = [{"id": "a", "text": "Hi"}, {"id": "b", "provenance": {"parents": ["a"]}}, {"text": "hi "}, {"text": "Bye"}]
    >>> families(rows).tolist()
    [0, 0, 0, 3]
    """
    marks, numbers = array("Q"), array("q")
    count = 0
    for number, row in enumerate(rows):
        count = number + 1
        for mark in {_mark(row, group_by)} if group_by else set(_marks(row)):
            if mark:
                marks.append(_hash(mark))
                numbers.append(number)
    return components(count, _edges(np.asarray(marks), np.asarray(numbers)))


def _edges(marks: npt.NDArray[np.uint64], numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return an edge from each row with a mark to the one before it that has the same, [e, 2]."""
    order = np.argsort(marks, kind="stable")
    same = np.flatnonzero(marks[order[1:]] == marks[order[:-1]])
    return np.column_stack([numbers[order[same]], numbers[order[same + 1]]])


def _hash(mark: str) -> int:
    # Two marks of one hash keep rows together that need not be: with 10 million of them, a chance of 1 in 400,000.
    digest = hashlib.blake2b(mark.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


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
