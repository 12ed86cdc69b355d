"""Files of one JSON object a line."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from goldsmith.errors import ReviewError

__all__ = ["append", "lines", "replace"]


def lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each line and its object; empty lines are passed over.

    Raises:
        ReviewError: a line is no UTF-8, no JSON or no object.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except ValueError as err:
                ending = (
                    "" if line.endswith(b"\n") else " The file ends in the middle of it: export it once more."
                )
                raise ReviewError(f"{path}, line {number} cannot be read as JSON ({err}).{ending}") from err
            if not isinstance(found, dict):
                raise ReviewError(f"{path}, line {number} is {found!r:.80}, expected a JSON object")
            yield number, found


def replace(path: Path, objects: Iterable[Mapping[str, Any]]) -> None:
    """Write a file anew: whoever reads it sees the old one or the whole new one."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_line(one) for one in objects)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def append(path: Path, objects: Iterable[Mapping[str, Any]]) -> None:
    """Write lines at the end of a file."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(_line(one) for one in objects)


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
