"""Training rows, with the count of what was left out of them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from goldsmith.data import save_jsonl
from goldsmith.errors import InputError
from goldsmith.export.kept_rows import kept_rows

__all__ = ["Examples", "LeftOutError", "examples_of"]

Row = Mapping[str, Any]


class LeftOutError(Exception):
    """A row is left out; the message says why."""


class Examples(list[dict[str, Any]]):
    """Rows to train on; a list, so that `Dataset.from_list` takes them.

    Attributes:
        left_out: reason -> how many rows were left out for it.
    """

    def __init__(
        self, rows: Iterable[dict[str, Any]] = (), left_out: Mapping[str, int] | None = None
    ) -> None:
        """Hold the rows and the counts."""
        super().__init__(rows)
        self.left_out: Counter[str] = Counter(left_out or {})

    def save(self, path: str | Path) -> Path:
        """Write one JSON object a line, the whole file or none of it, and return its path.

        Raises:
            InputError: there is no row; the message says what was left out and why.
        """
        if not self:
            told = "; ".join(f"{count} rows: {why}" for why, count in self.left_out.most_common(5))
            raise InputError(
                f"{path}: there is nothing to train on. Left out: {told or 'nothing, no rows were given'}"
            )
        save_jsonl(self, Path(path))
        return Path(path)


def examples_of(rows: Iterable[Row], make: Callable[[Row, int], dict[str, Any]]) -> Examples:
    """Return what `make` makes of each row that was kept, and count the others by what they were dropped for.

    Args:
        rows: dicts, or a `datasets.Dataset`.
        make: of a row and its number, from 0; raises `LeftOutError` for one that is no example.
    """
    given = list(rows) if not isinstance(rows, Mapping) else rows
    found = Examples()
    kept = dict(kept_rows(given))
    for number, row in enumerate(given):
        if number not in kept:
            found.left_out[_why(row)] += 1
            continue
        try:
            found.append(make(row, number))
        except LeftOutError as err:
            found.left_out[str(err)] += 1
    return found


def _why(row: Row) -> str:
    error = row.get("error")
    if isinstance(error, Mapping) and error.get("kind"):
        return f"failed: {error['kind']}"
    reason = str(row.get("drop_reason") or "dropped")
    return re.sub(r"\d+", "#", reason.partition(":")[0])[:80]
