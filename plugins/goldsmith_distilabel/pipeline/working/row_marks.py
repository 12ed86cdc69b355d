"""The marks by which a row is set aside: it failed, or a filter dropped it."""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = [
    "Rows",
    "drop_reason",
    "failure",
    "is_set_aside",
    "marked_failed",
    "no_failure",
    "split_set_aside",
]

Rows = list[dict[str, Any]]

_FAILURE_KEYS = {"step", "kind", "message", "raw_output"}
_LONGEST_MESSAGE = 2000


def marked_failed(
    row: Mapping[str, Any], step: str, kind: str, message: str, raw_output: str | None = None
) -> dict[str, Any]:
    """Return the row with the reason for which a step could do nothing with it.

    >>> marked_failed({"id": "a"}, "judge", "ValueError", "no score")["error"]
    {'step': 'judge', 'kind': 'ValueError', 'message': 'no score', 'raw_output': None}
    """
    told = {"step": step, "kind": kind, "message": message[:_LONGEST_MESSAGE], "raw_output": raw_output}
    return {**row, "error": told}


def no_failure(step: str) -> dict[str, str]:
    """Return what stands in the column `error` of a row that did not fail, where that column must have a value."""
    return {"step": step, "kind": "", "message": "", "raw_output": ""}


def failure(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return why a row failed, None if it did not. A user's own column `error` is no failure."""
    error = row.get("error")
    told = isinstance(error, Mapping) and error.keys() >= _FAILURE_KEYS and error["kind"]
    return error if told else None


def drop_reason(row: Mapping[str, Any]) -> str | None:
    """Return why a filter dropped a row, None if none did. A user's own column `keep` drops nothing."""
    reason = row.get("drop_reason")
    return reason if row.get("keep") is False and isinstance(reason, str) and reason else None


def is_set_aside(row: Mapping[str, Any]) -> bool:
    """Whether later steps pass this row over.

    >>> is_set_aside({"keep": False, "drop_reason": "length: 1 word"}), is_set_aside({"keep": False})
    (True, False)
    """
    return failure(row) is not None or drop_reason(row) is not None


def split_set_aside(
    parts: Sequence[list[dict[str, Any]]], *, by_id: bool = False
) -> tuple[list[list[dict[str, Any]]], dict[int, dict[str, Any]]]:
    """Take the set-aside rows out of a step's input.

    Rows at the same position of several parts are one row on parallel branches: if it is set aside on one branch it is
    on all. Parts of different lengths are unrelated, and each gives up its own; with `by_id` so are those whose rows there have
    different ids, as when a global step takes all rows of branches that made rows of their own.

    Args:
        parts: what each predecessor gave, [p][n].
        by_id: whether one row on several branches has one id.

    Returns:
        The parts without them, and position -> the row set aside.
    """
    if not _same_rows(parts, by_id=by_id):
        aside = [row for part in parts for row in part if is_set_aside(row)]
        return [[row for row in part if not is_set_aside(row)] for part in parts], dict(enumerate(aside))
    joined: dict[int, dict[str, Any]] = {}
    for number, rows in enumerate(zip(*parts, strict=True)):
        if any(is_set_aside(row) for row in rows):
            joined[number] = {
                key: value for row in sorted(rows, key=is_set_aside) for key, value in row.items()
            }
    if not joined:
        return list(parts), {}
    return [[row for number, row in enumerate(part) if number not in joined] for part in parts], joined


def _same_rows(parts: Sequence[list[dict[str, Any]]], *, by_id: bool) -> bool:
    if len({len(part) for part in parts}) > 1:
        return False
    ids = ({str(row.get("id")) for row in rows} for rows in zip(*parts, strict=True))
    return not by_id or all(len(found) == 1 for found in ids)
