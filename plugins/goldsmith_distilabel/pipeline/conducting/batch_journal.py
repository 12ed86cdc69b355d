"""The finished batches of one step, on disk."""

import json
import os
import pickle
import struct
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from goldsmith.errors import PipelineError
from goldsmith_distilabel.pipeline.working.row_marks import Rows

__all__ = ["BatchJournal", "BatchRecord", "digest"]

_FILE_MARK = b"goldsmith batches 1\n"
_HEADER = struct.Struct("<16s16sIQ")  # key, checksum of what follows it, bytes of meta, bytes of rows
_SECONDS_BETWEEN_SYNCS = 1.0


def digest(*parts: bytes) -> bytes:
    """Return 16 bytes that stand for the parts, each told apart from the next.

    >>> digest(b"ab", b"c") == digest(b"a", b"bc")
    False
    """
    state = blake2b(digest_size=16)
    for part in parts:
        state.update(struct.pack("<Q", len(part)))
        state.update(part)
    return state.digest()


@dataclass(frozen=True)
class BatchRecord:
    """One finished batch.

    Attributes:
        key: what it was made from, 16 bytes.
        content: the checksum of what it holds, 16 bytes; equal for equal batches.
        meta: what is known about it, as JSON can hold it: `rows_in`, `last` for a generator's, `routed_to`, ...
        rows: the rows it gave.
    """

    key: bytes
    content: bytes
    meta: Mapping[str, Any] = field(default_factory=dict)
    rows: Rows = field(default_factory=list, repr=False)


class BatchJournal:
    """An append-only file of batches, each with a checksum, found by what it was made from.

    A batch is appended whole before anything is done with it, so a run that is killed leaves all finished batches and
    at most one torn record at the end. Opening the file verifies every record and cuts the file before the first that
    is not whole; what is cut is computed again. The file is flushed to the disk at least once a second while it grows.
    Rows are pickled: they come back as they went in, numpy arrays and dates included. As with any pickle, open only
    caches of your own.

    Attributes:
        path: the file. It is made with the first batch.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._places: dict[bytes, _Place] = {}
        self._file: int | None = None
        self._end = 0
        self._synced = time.monotonic()
        if path.exists():
            self._open()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def meta(self, key: bytes) -> Mapping[str, Any]:
        """Return what is known about a batch without reading its rows."""
        return self._places[key].meta

    def read(self, key: bytes) -> BatchRecord:
        """Return a finished batch.

        Raises:
            KeyError: there is none with this key.
        """
        place = self._places[key]
        pickled = os.pread(self._opened(), place.size, place.offset)
        return BatchRecord(key, place.content, place.meta, pickle.loads(pickled))  # noqa: S301 - our own cache

    def append(self, key: bytes, meta: Mapping[str, Any], pickled: bytes) -> BatchRecord:
        """Store a finished batch and return it.

        Args:
            key: what it was made from, 16 bytes; a later batch with the same key takes the place of the earlier.
            meta: what is known about it.
            pickled: its rows, pickled.

        Raises:
            PipelineError: it cannot be written; what was written before stays whole.
        """
        told = json.dumps(meta).encode()
        record = _HEADER.pack(key, digest(key, told, pickled), len(told), len(pickled)) + told + pickled
        file = self._opened()
        try:
            _write_all(file, record, self._end)
        except OSError as err:
            os.ftruncate(file, self._end)
            raise PipelineError(
                f"Cannot write to {self.path} ({err.strerror}): make room and run again; all finished batches are kept"
            ) from err
        self._remember(key, dict(meta), pickled, self._end + _HEADER.size + len(told))
        self._sync_now_and_then()
        return BatchRecord(key, self._places[key].content, meta, pickle.loads(pickled))  # noqa: S301 - our worker's

    def clear(self) -> None:
        """Forget every batch."""
        self.close()
        self.path.unlink(missing_ok=True)
        self._places.clear()
        self._end = 0

    def close(self) -> None:
        """Flush what is written to the disk."""
        if self._file is not None:
            os.fsync(self._file)
            os.close(self._file)
            self._file = None

    def _sync_now_and_then(self) -> None:
        if time.monotonic() - self._synced >= _SECONDS_BETWEEN_SYNCS:
            os.fdatasync(self._opened())
            self._synced = time.monotonic()

    def _opened(self) -> int:
        return self._open() if self._file is None else self._file

    def _open(self) -> int:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with self.path.open("rb") as file:
                if file.read(len(_FILE_MARK)) == _FILE_MARK:
                    self._end = len(_FILE_MARK)
                    for record in _records(file):
                        self._remember(*record)
            if not self._end:
                _write_all(self._file, _FILE_MARK, 0)
                self._end = len(_FILE_MARK)
            os.ftruncate(self._file, self._end)
        except OSError as err:
            raise PipelineError(f"Cannot keep finished batches in {self.path}: {err.strerror}") from err
        return self._file

    def _remember(self, key: bytes, meta: dict[str, Any], pickled: bytes, offset: int) -> None:
        self._places[key] = _Place(offset, len(pickled), digest(pickled), meta)
        self._end = offset + len(pickled)


@dataclass(frozen=True)
class _Place:
    offset: int
    size: int
    content: bytes
    meta: dict[str, Any]


def _records(file: IO[bytes]) -> Iterator[tuple[bytes, dict[str, Any], bytes, int]]:
    """Give (key, meta, pickled rows, their offset) of every record up to the first that is not whole."""
    size = os.fstat(file.fileno()).st_size
    while len(header := file.read(_HEADER.size)) == _HEADER.size:
        key, checksum, n_meta, n_rows = _HEADER.unpack(header)
        if file.tell() + n_meta + n_rows > size:
            return
        told, offset = file.read(n_meta), file.tell()
        pickled = file.read(n_rows)
        if digest(key, told, pickled) != checksum:
            return
        yield key, json.loads(told), pickled, offset


def _write_all(file: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(file, view, offset)
        view, offset = view[written:], offset + written
