"""Rows to search for near-duplicates, in memory or in a folder."""

import os
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.clusters import Matches, NearDuplicates
from goldsmith.dedup.minhash import (
    Documents,
    EngineName,
    Row,
    Segment,
    Settings,
    Unit,
    engine_named,
    search,
    segments,
)
from goldsmith.dedup.minhash.store import Store
from goldsmith.dedup.stored import Admitted, SeenRows, admitted
from goldsmith.errors import InputError

__all__ = ["NearDuplicateIndex"]


class NearDuplicateIndex:
    """Hashed rows that can be added to, searched for near-duplicates, and matched against new rows.

    It holds no text: about 8 bytes a shingle and 160 a row. With a `folder` these are on disk, read as they are needed,
    and a later session goes on where this one ended. An `add` is either whole in the folder or not at all, whatever
    happens meanwhile; one process at a time may add, any number may search.

    >>> index = NearDuplicateIndex(threshold=0.5, shingle=1)
    >>> index.add(["the cat sat on the mat", "a dog ran by"])
    >>> index.add(["the cat sat on a mat"])
    >>> index.find().duplicates().rows.tolist()
    [0, 1, 0]
    >>> index.match(["Dog ran by?", "nothing alike"]).rows.tolist()
    [1, -1]
    """

    def __init__(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        threshold: float = 0.58,
        shingle: int = 2,
        unit: Unit = "word",
        num_perm: int = 128,
        seed: int = 1,
        engine: EngineName = "auto",
        threads: int = 1,
    ) -> None:
        """Begin an empty index, or go on with the one in `folder`. See `near_duplicates` for the options.

        Raises:
            InputError: an option is out of bounds, or the folder's index is damaged or was made with other options.
        """
        if threads < 1:
            raise InputError(f"threads must be at least 1, got {threads}")
        self.settings = Settings(threshold, shingle, unit, num_perm, seed)
        self._options: dict[str, Any] = asdict(self.settings) | {"engine": engine, "threads": threads}
        self._engine = engine_named(engine)
        self._threads = threads
        self._store = Store(None if folder is None else Path(folder), self.settings)

    def __len__(self) -> int:
        """Return the number of rows."""
        return sum(len(segment.rows) for segment in self._store.segments)

    def add(self, texts: Iterable[Row], groups: Iterable[Hashable] | None = None) -> None:
        """Add rows, which are numbered on from those already here; all of them, or on an error none.

        Raises:
            InputError: a text is no string, there are more or fewer groups than rows, or another process is adding.
        """
        with self._store.locked():
            self._store.append(self._hashed(texts, groups))

    def find(self) -> NearDuplicates:
        """Return the near-duplicates among all rows."""
        documents = Documents(self._store.segments)
        edges = search(documents, self.settings, self._engine)
        return NearDuplicates(
            self.settings.threshold, documents.rows, edges.pairs, edges.similarity, edges.shingles
        )

    def admit(
        self,
        ids: Sequence[str],
        texts: Sequence[Row],
        groups: Sequence[Hashable] | None = None,
        scores: Sequence[float | None] | None = None,
    ) -> Admitted:
        """Add those of some rows that duplicate neither a row here nor each other, and say what each of the others repeats.

        What became of a row is kept under its id, so that a run that is repeated, or was interrupted, gets the same answers. Rows
        that come in several calls are admitted as `duplicates` would have them if they came in one, the earlier ones better
        than the later; `scores` decide among the rows of a call. A call takes time that grows with the index.

        Raises:
            InputError: an id comes twice, texts, groups or scores are not as many as ids, or what `add` raises.
        """
        told = groups if groups is not None else [None] * len(ids)
        worth = scores if scores is not None else [0.0] * len(ids)
        if not len(ids) == len(texts) == len(told) == len(worth):
            raise InputError(
                f"expected a text, group and score for each of {len(ids)} ids, got {len(texts)}, {len(told)} and {len(worth)}"
            )

        def decide(new: list[int]) -> Admitted:
            mine = None if groups is None else [groups[row] for row in new]
            return self._decided(
                [ids[row] for row in new], [texts[row] for row in new], mine, [worth[row] for row in new]
            )

        with self._store.locked():
            return admitted(self._store.seen, ids, decide)

    def _decided(
        self, ids: list[str], texts: list[Row], groups: list[Hashable] | None, scores: list[float | None]
    ) -> Admitted:
        """Say what each row repeats, of old rows or of these, and add the others."""
        rows, similarity = self.match(texts, groups)
        others: list[str | None] = list(self._store.seen.ids_of(rows))
        rest = np.flatnonzero(rows < 0).tolist()
        beside = NearDuplicateIndex(**self._options)
        beside.add([texts[row] for row in rest], groups and [groups[row] for row in rest])
        named, close = beside.find().duplicates([scores[row] for row in rest])
        for at, row in enumerate(rest):
            others[row] = None if named[at] == at else ids[rest[named[at]]]
            similarity[row] = close[at]
        stays = np.array([other is None for other in others], np.bool_)
        numbers = np.where(stays, len(self) + np.cumsum(stays) - 1, -1)
        kept = np.flatnonzero(stays).tolist()
        self._store.append(
            self._hashed([texts[row] for row in kept], groups and [groups[row] for row in kept]),
            SeenRows.part(ids, others, similarity, numbers),
        )
        return Admitted(others, similarity)

    def _hashed(self, texts: Iterable[Row], groups: Iterable[Hashable] | None) -> Iterator[Segment]:
        return segments(texts, groups, self.settings, self._engine, self._threads)

    def match(self, texts: Iterable[Row], groups: Iterable[Hashable] | None = None) -> Matches:
        """Return for each of some other rows, which are not added, the most similar row here, or -1 at similarity 0.

        Raises:
            InputError: a text is no string, or there are more or fewer groups than rows.
        """
        new = self._hashed(texts, groups)
        documents = Documents([*self._store.segments, *new])
        known = len(self)
        first_row = np.full(documents.count, -1)
        first_row[documents.rows[:known][::-1]] = np.arange(known)[::-1]
        edges = search(documents, self.settings, self._engine, old=first_row >= 0)
        best, similarity = _best(edges.pairs, edges.similarity, first_row)
        return Matches(best[documents.rows[known:]], similarity[documents.rows[known:]])


def _best(
    pairs: NDArray[np.int64], similarity: NDArray[np.float64], first_row: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each document its most similar old row, the first of equals, and how similar; itself if it is old."""
    old = first_row[pairs] >= 0
    new = np.where(old[:, 0], pairs[:, 1], pairs[:, 0])
    row = first_row[np.where(old[:, 0], pairs[:, 0], pairs[:, 1])]
    best, most = first_row.copy(), (first_row >= 0).astype(np.float64)
    order = np.lexsort((-row, similarity))  # the last write wins
    best[new[order]], most[new[order]] = row[order], similarity[order]
    return best, most
