"""A file that is either the old one or the new one, never half of it."""

import os
import secrets
from pathlib import Path

__all__ = ["atomic_write"]


def atomic_write(path: str | os.PathLike[str], text: str) -> Path:
    """Write `text` as UTF-8 to a file beside `path`, then rename it over `path`; folders are made as needed.

    A failed write leaves the old file as it was and no debris.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    target = Path(path).resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target
