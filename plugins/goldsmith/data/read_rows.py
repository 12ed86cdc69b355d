"""A user's file as rows, or one message that says what is wrong with it."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.text import well_formed

__all__ = ["read_rows"]

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
    rows = list(reader(path))
    if not rows:
        raise InputError(f"{path} holds no rows: give a file with at least one")
    return [_checked(row, index, path, text_column) for index, row in enumerate(rows, start=1)]


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
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = raw.count(b"\n", 0, err.start) + 1
        raise InputError(
            f"{path}, line {line}: byte 0x{raw[err.start]:02x} is not UTF-8. "
            f"If you know the encoding, convert the file: iconv -f latin1 -t utf-8 {path.name} > utf8{path.suffix}"
        ) from err


def _json_lines(path: Path) -> Iterator[Row]:
    # Only \n ends a JSON line: str.splitlines would also cut at U+2028, which JSON allows inside a string.
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            yield _object(line, f"{path}, line {number}")


def _object(text: str, where: str) -> Row:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as err:
        raise InputError(f"{where}: not JSON ({err})") from err
    if not isinstance(value, dict):
        raise InputError(f'{where}: a {type(value).__name__}, wanted an object like {{"text": "..."}}')
    return value


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
    datasets = require("datasets", extra="datasets")
    try:
        found = datasets.load_from_disk(str(path))
    except (OSError, ValueError, KeyError) as err:
        raise InputError(f"{path}: not a folder of datasets ({err})") from err
    for split in found.values() if isinstance(found, dict) else [found]:
        yield from split.to_list()


def _lines(path: Path) -> Iterator[Row]:
    yield from ({"text": line} for line in _text(path).split("\n") if line.strip())


_DATASET = ("state.json", "dataset_dict.json")
_READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".jsonl": _json_lines,
    ".json": _json,
    ".csv": _separated(","),
    ".tsv": _separated("\t"),
    ".parquet": _parquet,
    ".txt": _lines,
}
