"""Look at the files and folders that a value names."""

import glob
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from goldsmith_distilabel.pipeline.value_fingerprint import framed

__all__ = ["file_state", "named_files"]

_MAX_BYTES = 64 << 20
_MAX_ENTRIES = 10_000
_MAX_CHARS = 1000
_SPEAKS_OF_PATHS = re.compile(r"(?:^|_)(?:path|paths|dir|dirs|directory|folder|folders|file|files)(?:_|$)")


def file_state(path: str | PurePath, *, folders: bool = True) -> bytes | None:
    """Return what lies at `path`, or None if nothing readable does.

    Args:
        path: a file or a folder.
        folders: whether a folder counts.

    Returns:
        A file's SHA-256 up to 64 MiB, its size and time of change above; the names, sizes and times of the first
        10,000 files in a folder, hidden ones and `__pycache__` left out.
    """
    try:
        path = Path(path).expanduser()
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            return _file(path, status)
        if folders and stat.S_ISDIR(status.st_mode):
            return framed([b"folder", *sorted(islice(_entries(path), _MAX_ENTRIES))])
    except (OSError, ValueError, RuntimeError):  # not there, not ours to read, no path at all, no such home
        pass
    return None


def named_files(field: str, value: Any) -> list[bytes]:
    """Return the states of what the strings in a model's field name, where that exists.

    A string names a file if there is one. It names a folder, or files by wildcards, only where it looks like a path or
    the field's name speaks of one: a column "text" beside a folder "text" is no path. Strings in lists and dicts
    (of lists) count too; rows of data do not.
    """
    pathlike = bool(_SPEAKS_OF_PATHS.search(field))
    texts = set(_strings(value, depth=2))
    return [
        framed([os.fsencode(text), state])
        for text in sorted(texts)
        for state in _states(text, pathlike=pathlike)
    ]


def _strings(value: Any, depth: int) -> Iterator[str]:
    if type(value) is str:
        if len(value) <= _MAX_CHARS and "\n" not in value:
            yield value
    elif depth and type(value) in (list, tuple, set, frozenset):
        for item in islice(value, _MAX_ENTRIES):
            yield from _strings(item, 0)
    elif depth == 2 and type(value) is dict:
        for item in islice(value.values(), _MAX_ENTRIES):
            yield from _strings(item, 1)


def _states(text: str, *, pathlike: bool) -> Iterator[bytes]:
    state = file_state(text, folders=pathlike or os.sep in text)
    if state is not None:
        yield state
    elif pathlike and glob.has_magic(text):
        for path in sorted(islice(glob.iglob(text, recursive=True), _MAX_ENTRIES)):  # noqa: PTH207 - `text` may be absolute
            yield framed([os.fsencode(path), file_state(path, folders=False) or b""])


def _file(path: Path, status: os.stat_result) -> bytes:
    if status.st_size > _MAX_BYTES:
        return b"file of %d bytes, changed %d" % (status.st_size, status.st_mtime_ns)
    with path.open("rb") as file:
        return b"file " + hashlib.file_digest(file, "sha256").digest()


def _entries(folder: Path) -> Iterator[bytes]:
    for here, folders, names in os.walk(folder):  # Path.walk() is Python 3.12's
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        for name in sorted(names):
            if not name.startswith("."):
                path = Path(here, name)
                status = path.stat() if path.exists() else path.lstat()
                place = os.fsencode(path.relative_to(folder))
                yield framed([place, b"%d %d" % (status.st_size, status.st_mtime_ns)])
