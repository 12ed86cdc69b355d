"""Objects of a JSONL file, one by one."""

import json
import os
import weakref
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from goldsmith.data.lazy_rows import LazyRows
from goldsmith.errors import InputError
from goldsmith.text import well_formed

__all__ = ["decoded", "json_lines", "json_object", "lazy_json_lines"]

_BOM = b"\xef\xbb\xbf"


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the object of each line that is not blank.

    Raises:
        InputError: a line is not UTF-8, not JSON, or no object; the message names it and says what to do.
    """
    # Only \n ends a JSON line: text files in Python would also end one at U+2028, which JSON allows inside a string.
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            text = decoded(line, path, number)
            if text.strip():
                yield json_object(text, f"{path}, line {number}")


def lazy_json_lines(path: Path) -> LazyRows:
    """Return the rows of a file, which is looked through once; it holds eight bytes a row, and reads a row when asked for it.

    Raises:
        InputError: as `json_lines`, when a row is asked for.
    """
    starts, lines = array("Q"), array("Q")
    with path.open("rb") as file:
        at = 0
        for number, line in enumerate(file, start=1):
            if (line.removeprefix(_BOM) if number == 1 else line).strip():
                starts.append(at)
                lines.append(number)
            at += len(line)
    starts.append(at)
    handle = os.open(path, os.O_RDONLY)

    def row_at(number: int) -> dict[str, Any]:
        raw = os.pread(handle, starts[number + 1] - starts[number], starts[number])
        line = lines[number]
        row = json_object(decoded(raw, path, line), f"{path}, line {line}")
        return {key: well_formed(item) if isinstance(item, str) else item for key, item in row.items()}

    rows = LazyRows(len(lines), row_at)
    weakref.finalize(row_at, os.close, handle)  # views of the rows hold on to it
    return rows


def decoded(raw: bytes, path: Path, line: int) -> str:
    """Return the text of a part of a file that begins with a line; a byte order mark before the first is none of it.

    Raises:
        InputError: it is not UTF-8.
    """
    raw = raw.removeprefix(_BOM) if line == 1 else raw
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as err:
        wrong = line + raw.count(b"\n", 0, err.start)
        raise InputError(
            f"{path}, line {wrong}: byte 0x{raw[err.start]:02x} is not UTF-8. "
            f"If you know the encoding, convert the file: iconv -f latin1 -t utf-8 {path.name} > utf8{path.suffix}"
        ) from err


def json_object(text: str, where: str) -> dict[str, Any]:
    """Return the object that a text holds.

    Raises:
        InputError: it is not JSON, or no object.
    """
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as err:
        raise InputError(f"{where}: not JSON ({err})") from err
    if not isinstance(value, dict):
        raise InputError(f'{where}: a {type(value).__name__}, wanted an object like {{"text": "..."}}')
    return value
