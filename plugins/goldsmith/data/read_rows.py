"""A user's file as rows, or one message that says what is wrong with it."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from goldsmith.data.json_lines import decoded, json_lines, lazy_json_lines
from goldsmith.data.lazy_rows import LazyRows, joined_rows
from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.text import well_formed

__all__ = ["open_rows", "read_rows"]

Row = dict[str, Any]


def read_rows(path: str | Path, text_column: str | None = "text") -> list[Row]:
    """Read JSONL, JSON (a list of objects), CSV, TSV, Parquet, plain text (one row a line) or a `datasets` folder into rows.

    Of a folder of several splits all are read, one after the other.

    Every row keeps its columns; the text column, unless it is None, must be there and hold strings (None becomes "").
    Lone surrogates become U+FFFD, everything else stays as it is.

    Raises:
        InputError: no such file, an unknown kind, empty, not UTF-8, malformed, or the column is missing; the message
            names the line and what to do.
    """
    path = Path(path)
    rows = list(_reader(path)(path))
    if not rows:
        raise InputError(f"{path} holds no rows: give a file with at least one")
    return [_checked(row, index, path, text_column) for index, row in enumerate(rows, start=1)]


def open_rows(path: str | Path) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a file as `read_rows` does, but of JSONL and of a `datasets` folder none is held: each is read when asked for.

    Raises:
        InputError: as `read_rows`; for what is wrong in a row, when it is read.
    """
    path = Path(path)
    reader = _reader(path)
    if reader not in _LAZY:
        return read_rows(path, None)
    rows = _LAZY[reader](path)
    if not rows:
        raise InputError(f"{path} holds no rows: give a file with at least one")
    return rows


def _reader(path: Path) -> Callable[[Path], Iterator[Row]]:
    folder = any((path / name).is_file() for name in _DATASET)
    if not path.is_file() and not folder:
        raise InputError(
            f"{path} {'is a folder, and none that datasets saved' if path.is_dir() else 'does not exist'}: give a data file"
        )
    reader = _dataset if folder else _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            f"{path}: cannot read {path.suffix or 'a file without an ending'}; known: {', '.join(_READERS)}"
        )
    return reader


def _checked(row: Row, index: int, path: Path, column: str | None) -> Row:
    if column is not None:
        row = _with_text(row, index, path, column)
    return {key: well_formed(item) if isinstance(item, str) else item for key, item in row.items()}


def _with_text(row: Row, index: int, path: Path, column: str) -> Row:
    if column not in row:
        there = ", ".join(sorted(row)) or "none"
        raise InputError(
            f"{path}, row {index}: no column {column!r}; there are: {there}. Choose one with --text-column"
        )
    value = row[column]
    if value is None:
        return row | {column: ""}
    if not isinstance(value, str):
        raise InputError(
            f"{path}, row {index}: column {column!r} holds a {type(value).__name__}, wanted a string"
        )
    return row


def _text(path: Path) -> str:
    return decoded(path.read_bytes(), path, 1)


def _json(path: Path) -> Iterator[Row]:
    text = _text(path)
    try:
        values = json.loads(text) if text.strip() else []
    except (json.JSONDecodeError, RecursionError) as err:
        raise InputError(f"{path}: not JSON ({err}). For one object a line, name the file .jsonl") from err
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise InputError(f'{path}: wanted a list of objects like [{{"text": "..."}}]')
    yield from values


def _separated(delimiter: str) -> Callable[[Path], Iterator[Row]]:
    def read(path: Path) -> Iterator[Row]:
        limit = csv.field_size_limit(1 << 30)
        try:
            reader = csv.DictReader(_text(path).splitlines(keepends=True), delimiter=delimiter, strict=True)
            for row in reader:
                if None in row or None in row.values():
                    found = (
                        len(row) - 1 + len(row.get(None) or [])
                        if None in row
                        else sum(v is not None for v in row.values())
                    )
                    raise InputError(
                        f"{path}, line {reader.line_num}: {found} fields, the header has {len(reader.fieldnames or [])}"
                    )
                yield row
        except csv.Error as err:
            raise InputError(f"{path}: not well-formed ({err})") from err
        finally:
            csv.field_size_limit(limit)

    return read


def _parquet(path: Path) -> Iterator[Row]:
    parquet = require("pyarrow.parquet", extra="datasets")
    arrow = require("pyarrow", extra="datasets")
    try:
        yield from parquet.read_table(path).to_pylist()
    except (arrow.ArrowException, OSError) as err:
        raise InputError(f"{path}: not a Parquet file ({err})") from err


def _dataset(path: Path) -> Iterator[Row]:
    for split in _splits(path):
        yield from split.to_list()


def _lazy_dataset(path: Path) -> LazyRows:
    return joined_rows([LazyRows(len(split), split.__getitem__) for split in _splits(path)])


def _splits(path: Path) -> list[Any]:
    datasets = require("datasets", extra="datasets")
    try:
        found = datasets.load_from_disk(str(path))
    except (OSError, ValueError, KeyError) as err:
        raise InputError(f"{path}: not a folder of datasets ({err})") from err
    return list(found.values()) if isinstance(found, dict) else [found]


def _lines(path: Path) -> Iterator[Row]:
    yield from ({"text": line} for line in _text(path).split("\n") if line.strip())


_DATASET = ("state.json", "dataset_dict.json")
_READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".jsonl": json_lines,
    ".json": _json,
    ".csv": _separated(","),
    ".tsv": _separated("\t"),
    ".parquet": _parquet,
    ".txt": _lines,
}
_LAZY: dict[Callable[[Path], Iterator[Row]], Callable[[Path], LazyRows]] = {
    json_lines: lazy_json_lines,
    _dataset: _lazy_dataset,
}
