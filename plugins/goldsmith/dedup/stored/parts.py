"""Parts of an index in memory, or in a folder where each is a file and one manifest says which count."""

import hashlib
import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from mmap import ACCESS_COPY, MADV_DONTNEED, mmap
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.errors import InputError

__all__ = ["Arrays", "Part", "StoredParts"]

Arrays = Mapping[str, NDArray[Any]]

_VERSION = 2  # 1 had no rows
_ALIGNMENT = 64


class Part(NamedTuple):
    """Arrays of one kind by name, and the mapped file that they are in, if they are on disk."""

    kind: str
    arrays: Arrays
    file: mmap | None = None

    def forget(self) -> None:
        """Free the memory that holds what was read from disk; it is read again when it is used."""
        if self.file is not None:
            self.file.madvise(MADV_DONTNEED)


class StoredParts:
    """The parts of an index, in order.

    In a folder, the manifest names the parts' files with their SHA-256, and is replaced by a rename after they are on
    disk; a file it does not name is debris of an addition that did not end, and the next one writes over it.

    Raises:
        InputError: the folder's index is damaged, was made with other settings or by a newer version.
    """

    def __init__(self, folder: Path | None, manifest: str, settings: Mapping[str, Any]) -> None:
        self.parts: list[Part] = []
        self.folder = folder
        self._manifest = manifest
        self._settings = dict(settings)
        self._entries: list[dict[str, Any]] = []
        self._read()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the one process that adds, and know all that others have added.

        Raises:
            InputError: another process is adding to the folder.
        """
        if self.folder is None:
            yield
            return
        from goldsmith.serving.locks import FileLock  # whose package loads much that nothing else here needs

        lock = FileLock(self.folder / "lock")
        try:
            if not lock.try_acquire():
                raise InputError(f"another process is adding to {self.folder}: wait for it to end")
            self._read()
            yield
        finally:
            lock.close()

    def append(self, parts: Iterable[Part]) -> None:
        """Add parts, all or none; only while it is `locked`."""
        if self.folder is None:
            self.parts += list(parts)
            return
        known = len(self._entries)
        entries = [
            _write(self.folder / f"{part.kind}-{known + number:06d}", part.arrays)
            for number, part in enumerate(parts)
        ]
        body = {"version": _VERSION, "settings": self._settings, "segments": [*self._entries, *entries]}
        _write_manifest(self.folder / self._manifest, body)
        self._read()

    def _read(self) -> None:
        if self.folder is None or not (self.folder / self._manifest).exists():
            return
        body = _read_manifest(self.folder / self._manifest)
        if body["version"] > _VERSION:
            raise InputError(f"{self.folder} was written by a newer goldsmith: upgrade goldsmith")
        if body["settings"] != self._settings:
            raise InputError(
                f"{self.folder} was made with {body['settings']}, and was opened with {self._settings}: "
                "open it with the same, or begin another folder"
            )
        known = len(self._entries)
        self.parts += [_open(self.folder, entry) for entry in body["segments"][known:]]
        self._entries = body["segments"]


def _write(path: Path, arrays: Arrays) -> dict[str, Any]:
    digest = hashlib.sha256()
    places: dict[str, Any] = {}
    at = 0
    with path.open("wb") as file:
        for name, array in arrays.items():
            data = array.tobytes() + bytes(-array.nbytes % _ALIGNMENT)
            places[name] = {"at": at, "dtype": array.dtype.str, "shape": array.shape}
            digest.update(data)
            at += file.write(data)
        _to_disk(file)
    return {"file": path.name, "sha256": digest.hexdigest(), "arrays": places}


def _open(folder: Path, entry: dict[str, Any]) -> Part:
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
    arrays = {name: _array(memory, **place) for name, place in entry["arrays"].items()}
    return Part(path.name.rpartition("-")[0], arrays, memory)


def _array(memory: mmap, at: int, dtype: str, shape: list[int]) -> NDArray[Any]:
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
