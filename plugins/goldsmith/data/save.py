"""Results on disk: whole, or not there at all."""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from goldsmith.extras import require

__all__ = ["atomic_path", "save_dataset", "save_jsonl"]


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write a file or folder to; move it into place at the end, or remove it on an error.

    A folder that is being replaced is set aside first and put back when the move fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        yield draft
        _replace(draft, path)
    finally:
        _remove(draft)


def _replace(draft: Path, path: Path) -> None:
    if not path.is_dir():
        draft.replace(path)
        return
    old = path.with_name(f".{path.name}.{uuid4().hex[:8]}.old")
    path.rename(old)
    try:
        draft.replace(path)
    except OSError:
        old.rename(path)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def save_jsonl(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """Write one JSON object a line in UTF-8; lone surrogates, which UTF-8 cannot carry, as JSON escapes."""
    with atomic_path(path) as draft, draft.open("w", encoding="utf-8") as file:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False)
            file.write(line if _encodable(line) else json.dumps(row))
            file.write("\n")


def save_dataset(rows: list[dict[str, Any]], path: Path) -> None:
    """Write a `datasets.Dataset` folder (load it with `datasets.load_from_disk`).

    Arrow strings are UTF-8 as well, so lone surrogates become U+FFFD here; the JSONL beside it keeps them.
    """
    datasets = require("datasets", extra="all")
    with atomic_path(path) as draft:
        datasets.Dataset.from_list([_well_formed(row) for row in rows]).save_to_disk(str(draft))


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _well_formed(value: Any) -> Any:
    match value:
        case str():
            return (
                value
                if _encodable(value)
                else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            )
        case dict():
            return {key: _well_formed(item) for key, item in value.items()}
        case list():
            return [_well_formed(item) for item in value]
        case _:
            return value
