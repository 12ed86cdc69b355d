"""The rows of a run that are to be trained on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from goldsmith.errors import InputError

__all__ = ["kept_rows"]


def kept_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield (number, row) of each row that was neither dropped nor failed; the number counts all rows, from 0.

    >>> rows = [{"id": "a", "keep": False}, {"id": "b"}, {"id": "c", "error": {"kind": "UnreadableError"}}]
    >>> list(kept_rows(rows))
    [(1, {'id': 'b'})]

    Args:
        rows: dicts, or a `datasets.Dataset`.

    Raises:
        InputError: `rows` is a mapping, as a `DatasetDict` is, or a row is no mapping.
    """
    if isinstance(rows, Mapping):
        names = ", ".join(repr(name) for name in rows)
        raise InputError(
            f"expected rows, got a {type(rows).__name__} of {names}: give one split, as rows['train']"
        )
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise InputError(f"row {number}: expected a mapping of columns, got {type(row).__name__}")
        error = row.get("error")
        failed = isinstance(error, Mapping) and bool(error.get("kind"))
        if row.get("keep") is not False and not failed:
            yield number, row
