"""The hashed rows of an index, in memory or in a folder."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from goldsmith.dedup.minhash.segment import Segment, joined
from goldsmith.dedup.minhash.settings import Settings
from goldsmith.dedup.stored import Part, SeenRows, StoredParts

__all__ = ["Store"]

_MANIFEST = "near_duplicates.json"
_SEGMENT_BYTES = 1 << 26  # hashed rows are written out when they take this much memory


class Store:
    """The segments of an index, in order, and the rows that were admitted or turned away; see `StoredParts`."""

    def __init__(self, folder: Path | None, settings: Settings) -> None:
        self._parts = StoredParts(folder, _MANIFEST, settings.stored())
        self.locked = self._parts.locked
        self._opened: list[Segment] = []
        self._known = 0

    @property
    def segments(self) -> list[Segment]:
        """All that is there."""
        for part in self._parts.parts[self._known :]:
            if part.kind == "segment":
                self._opened.append(Segment(**part.arrays, file=part.file))
        self._known = len(self._parts.parts)
        return self._opened

    @property
    def seen(self) -> SeenRows:
        """The rows that have ids."""
        return SeenRows(self._parts.parts)

    def append(self, parts: Iterable[Segment], rows: Part | None = None) -> None:
        """Add segments, and what became of the rows that were looked at, all or none; only while it is `locked`."""
        new = (Part("segment", part.arrays()) for part in self._larger(parts))
        self._parts.append(chain(new, [] if rows is None else [rows]))

    def _larger(self, parts: Iterable[Segment]) -> Iterator[Segment]:
        if self._parts.folder is None:
            yield from parts
            return
        waiting: list[Segment] = []
        for part in parts:
            waiting.append(part)
            if sum(array.nbytes for one in waiting for array in one.arrays().values()) >= _SEGMENT_BYTES:
                yield joined(waiting)
                waiting = []
        if waiting:
            yield joined(waiting)
