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
    """Write one JSON object a line, in UTF-8."""
    with atomic_path(path) as draft, draft.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def save_dataset(rows: list[dict[str, Any]], path: Path) -> None:
    """Write a `datasets.Dataset` folder (load it with `datasets.load_from_disk`)."""
    datasets = require("datasets", extra="datasets")
    shown = not datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()  # a bar for a write of milliseconds is noise
    try:
        with atomic_path(path) as draft:
            datasets.Dataset.from_list(rows).save_to_disk(str(draft))
    finally:
        if shown:
            datasets.enable_progress_bars()
