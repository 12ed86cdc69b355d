"""Rows on their way in and out: reading a user's file, stable ids, where a row comes from, writing results whole."""

from goldsmith.data.derived_id import derived_id
from goldsmith.data.kept_lines import KeptLines
from goldsmith.data.lazy_rows import LazyRows, joined_rows
from goldsmith.data.provenance import provenance
from goldsmith.data.read_rows import open_rows, read_rows
from goldsmith.data.row_ids import row_ids
from goldsmith.data.save import atomic_path, save_dataset, save_jsonl

__all__ = [
    "KeptLines",
    "LazyRows",
    "atomic_path",
    "derived_id",
    "joined_rows",
    "open_rows",
    "provenance",
    "read_rows",
    "row_ids",
    "save_dataset",
    "save_jsonl",
]
