"""The rows that were sent to review, kept in the ledger until their reviews come home."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.errors import InputError
from goldsmith.review.ledger import Ledger

__all__ = ["keep_rows", "kept_rows"]


def keep_rows(ledger: Ledger, run: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep rows under their `id`; one that is there already is replaced, and keeps its place.

    Raises:
        InputError: a row has no `id`, or a column that JSON cannot hold; nothing was kept.
    """
    kept = [(run, row.get("id"), _written(row)) for row in rows]
    with ledger.writing() as db:
        db.executemany(
            "INSERT INTO rows (run, item_id, row) VALUES (?, ?, ?)"
            " ON CONFLICT (run, item_id) DO UPDATE SET row = excluded.row",
            kept,
        )


def kept_rows(ledger: Ledger, run: str) -> list[dict[str, Any]]:
    """Return the rows kept for `run`, in the order in which they were first kept."""
    with ledger.reading() as db:
        rows = db.execute("SELECT row FROM rows WHERE run = ? ORDER BY place", (run,)).fetchall()
    return [json.loads(row) for (row,) in rows]


def _written(row: Mapping[str, Any]) -> str:
    if not isinstance(row.get("id"), str):
        raise InputError(f"a row has the id {row.get('id')!r}, expected a string; its columns: {sorted(row)}")
    try:
        return json.dumps(dict(row), default=_plain)
    except (TypeError, ValueError) as err:
        raise InputError(
            f"row {row['id']!r} cannot be kept until its review comes home ({err}): drop that column before the review"
        ) from err


def _plain(value: Any) -> Any:
    # What NumPy makes of numbers.
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"a {type(value).__name__} is no JSON")
