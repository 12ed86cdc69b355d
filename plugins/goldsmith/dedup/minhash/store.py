"""Segments in memory, or in a folder where each is a file and one manifest says which count."""

import hashlib
import json
import math
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from goldsmith.dedup.minhash.segment import Segment, joined
from goldsmith.dedup.minhash.settings import Settings
from goldsmith.errors import InputError

__all__ = ["Store"]

_VERSION = 1
_MANIFEST = "near_duplicates.json"
_SEGMENT_BYTES = 1 << 26  # hashed rows are written out when they take this much memory
_ALIGNMENT = 64


class Store:
    """The segments of an index, in order.

    In a folder, `near_duplicates.json` names the segment files with their SHA-256, and is replaced by a rename after they
    are on disk; a file it does not name is debris of an add that did not end, and the next one writes over it.

    Raises:
        InputError: the folder's index is damaged, was made with other settings or by a newer version.
    """

    def __init__(self, folder: Path | None, settings: Settings) -> None:
        self.segments: list[Segment] = []
        self._folder = folder
        self._settings = settings
        self._entries: list[dict[str, Any]] = []
        if folder is not None:
            self._read(folder)

    def append(self, parts: Iterable[Segment]) -> None:
        """Add segments, all or none.

        Raises:
            InputError: another process is adding to the folder; or what the parts raise.
        """
        if self._folder is None:
            self.segments += list(parts)
            return
        with _locked(self._folder / "lock"):
            self._read(self._folder)  # another process may have added meanwhile
            entries = [
                _write(self._folder / f"segment-{len(self._entries) + number:06d}", part)
                for number, part in enumerate(_larger(parts))
            ]
            _write_manifest(self._folder / _MANIFEST, self._body([*self._entries, *entries]))
            self._read(self._folder)

    def _body(self, entries: list[dict[str, Any]]) -> dict[str, Any]:
        return {"version": _VERSION, "settings": self._settings.stored(), "segments": entries}

    def _read(self, folder: Path) -> None:
        if not (folder / _MANIFEST).exists():
            return
        body = _read_manifest(folder / _MANIFEST)
        if body["version"] > _VERSION:
            raise InputError(f"{folder} was written by a newer goldsmith: upgrade goldsmith")
        if body["settings"] != self._settings.stored():
            raise InputError(
                f"{folder} was made with {body['settings']}, and was opened with {self._settings.stored()}: "
                "open it with the same, or begin another folder"
            )
        known = len(self._entries)
        self.segments += [_open(folder, entry) for entry in body["segments"][known:]]
        self._entries = body["segments"]


def _larger(parts: Iterable[Segment]) -> Iterator[Segment]:
    waiting: list[Segment] = []
    for part in parts:
        waiting.append(part)
        if sum(array.nbytes for one in waiting for array in one.arrays().values()) >= _SEGMENT_BYTES:
            yield joined(waiting)
            waiting = []
    if waiting:
        yield joined(waiting)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    from goldsmith.serving.locks import FileLock  # whose package loads much that nothing else here needs

    lock = FileLock(path)
    try:
        if not lock.try_acquire():
            raise InputError(f"another process is adding to {path.parent}: wait for it to end")
        yield
    finally:
        lock.close()


def _write(path: Path, segment: Segment) -> dict[str, Any]:
    digest = hashlib.sha256()
    arrays: dict[str, Any] = {}
    at = 0
    with path.open("wb") as file:
        for name, array in segment.arrays().items():
            data = array.tobytes() + bytes(-array.nbytes % _ALIGNMENT)
            arrays[name] = {"at": at, "dtype": array.dtype.str, "shape": array.shape}
            digest.update(data)
            at += file.write(data)
        _to_disk(file)
    return {"file": path.name, "sha256": digest.hexdigest(), "arrays": arrays}


def _open(folder: Path, entry: dict[str, Any]) -> Segment:
    path = folder / entry["file"]
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            memory = mmap(file.fileno(), 0, access=ACCESS_COPY)
    except FileNotFoundError as err:
        raise InputError(f"{path} is missing: restore it, or build the index again") from err
    except ValueError as err:  # an empty file cannot be mapped
        raise InputError(f"{path} is damaged (it is empty): restore it, or build the index again") from err
    if found != entry["sha256"]:
        raise InputError(f"{path} is damaged (its checksum differs): restore it, or build the index again")
    return Segment(**{name: _array(memory, **place) for name, place in entry["arrays"].items()}, file=memory)


def _array(memory: mmap, at: int, dtype: str, shape: list[int]) -> Any:
    return np.frombuffer(memory, dtype, math.prod(shape), at).reshape(shape)


def _write_manifest(path: Path, body: dict[str, Any]) -> None:
    text = json.dumps(body, sort_keys=True)
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(json.dumps({"sha256": _digest(text), "body": body}).encode())
        _to_disk(file)
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_bytes())
        if manifest["sha256"] == _digest(json.dumps(manifest["body"], sort_keys=True)):
            return dict(manifest["body"])
    except (ValueError, KeyError, TypeError):
        pass
    raise InputError(f"{path} is damaged: restore it, or build the index again")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
