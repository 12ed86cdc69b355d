"""The human tasks to begin with."""

from collections.abc import Iterable
from typing import Any

from goldsmith.data import derived_id, provenance, read_rows
from goldsmith.errors import InputError

__all__ = ["seed_tasks"]

Row = dict[str, Any]


def seed_tasks(seeds: Iterable[Row] | None, path: str | None) -> list[Row]:
    """Return the seeds, given or read from a file, each with `instruction`, `id` and `provenance`.

    Raises:
        InputError: both or neither is given, there is no seed, or one has no instruction.
    """
    if (seeds is None) == (path is None):
        raise InputError("give either seeds or seeds_path: tasks like {'instruction': 'Name three rivers.'}")
    rows = read_rows(path, "instruction") if path is not None else list(seeds or ())
    if not rows:
        raise InputError("seeds is empty: give at least one task like {'instruction': 'Name three rivers.'}")
    return [_task(row, number) for number, row in enumerate(rows, start=1)]


def _task(row: Row, number: int) -> Row:
    instruction = row.get("instruction")
    if not isinstance(instruction, str) or not instruction.strip():
        raise InputError(f"seed {number} has no instruction, a text is wanted: {str(row)[:200]}")
    return {
        "id": str(row.get("id") or derived_id(instruction)),
        "instruction": instruction,
        "provenance": row.get("provenance") or provenance("given"),
    }
