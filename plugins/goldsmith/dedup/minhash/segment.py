"""Hashed rows: everything the search needs of them, without their texts."""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from mmap import MADV_DONTNEED, mmap

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.minhash.batches import Batch, Row, batches
from goldsmith.dedup.minhash.code_points import code_point_classes
from goldsmith.dedup.minhash.engine import Engine
from goldsmith.dedup.minhash.hashing import permutations
from goldsmith.dedup.minhash.settings import Settings

__all__ = ["Segment", "joined", "segments"]


@dataclass(frozen=True)
class Segment:
    """Some rows in order, and the distinct documents among them.

    Attributes:
        rows: [r] the content hash of each row.
        content: [d] the content hash of each document.
        keys: [bands, d] its band keys.
        refiner: [d] eight bytes of its signature.
        offsets: [d + 1] where its shingles begin.
        shingles: [s] their hashes, in the order of the text.
        file: the mapped file that all these are in, if they are on disk.
    """

    rows: NDArray[np.uint64]
    content: NDArray[np.uint64]
    keys: NDArray[np.uint32]
    refiner: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    shingles: NDArray[np.uint64]
    file: mmap | None = None

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return what is to be stored, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "file"}

    def band(self, number: int) -> NDArray[np.uint32]:
        """Return a copy of the keys [d] of a band."""
        keys = np.array(self.keys[number], np.uint32)
        self.forget()
        return keys

    def forget(self) -> None:
        """Free the memory that holds what was read from disk; it is read again when it is used."""
        if self.file is not None:
            self.file.madvise(MADV_DONTNEED)


def segments(
    texts: Iterable[Row],
    groups: Iterable[Hashable] | None,
    settings: Settings,
    engine: Engine,
    threads: int,
) -> Iterator[Segment]:
    """Yield the rows in order, hashed a batch at a time by `threads` threads; at most twice as many batches are in hand.

    Raises:
        InputError: see `batches`.
    """
    bands, rows = settings.shape
    functions = permutations(bands * rows, settings.seed)

    def hashed(batch: Batch) -> Segment:
        found, offsets = engine.shingles(
            batch, code_point_classes(), chars=settings.unit == "char", size=settings.shingle
        )
        offsets = offsets[batch.rows]
        keys, refiner, content = engine.signatures(found, offsets, batch.groups, functions, bands)
        return _distinct(Segment(content, content, keys, refiner, offsets, found))

    if threads == 1:
        yield from map(hashed, batches(texts, groups))
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Segment]] = deque()
        for batch in batches(texts, groups):
            waiting.append(pool.submit(hashed, batch))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _distinct(segment: Segment) -> Segment:
    first = np.sort(np.unique(segment.content, return_index=True)[1])
    if len(first) == len(segment.content):
        return segment
    kept = np.zeros(len(segment.content), np.bool_)
    kept[first] = True
    sizes = np.diff(segment.offsets)
    return Segment(
        segment.rows,
        segment.content[first],
        segment.keys[:, first],
        segment.refiner[first],
        np.concatenate([[0], np.cumsum(sizes[first])]),
        segment.shingles[np.repeat(kept, sizes)],
    )


def joined(parts: list[Segment]) -> Segment:
    """Return one segment of the rows of several; a document may be in it more than once."""
    starts = np.cumsum([0, *(part.offsets[-1] for part in parts)])
    offsets = [part.offsets[:-1] + start for part, start in zip(parts, starts, strict=False)]
    return Segment(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.content for part in parts]),
        np.concatenate([part.keys for part in parts], axis=1),
        np.concatenate([part.refiner for part in parts]),
        np.concatenate([*offsets, starts[-1:]]),
        np.concatenate([part.shingles for part in parts]),
    )
