"""Rows that are compared in meaning with rows that come later, in memory or in a folder."""

import os
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldsmith.dedup.group_marks import group_marks
from goldsmith.dedup.paraphrase_search import Led, Readings, led
from goldsmith.dedup.paraphrases import each_language, fitting
from goldsmith.dedup.ranks import ranks
from goldsmith.dedup.stored import Admitted, SeenRows, StoredParts, StoredTexts, admitted
from goldsmith.dedup.stored_cells import StoredCells
from goldsmith.dedup.unit_vectors import ROUNDING, Vectors
from goldsmith.errors import InputError
from goldsmith.one_thread import one_thread

__all__ = ["ParaphraseIndex"]

_MANIFEST = "paraphrases.json"
_BLOCK = 2048  # rows looked up at once


class ParaphraseIndex:
    """Rows of which no two say the same, and every row that was turned away.

    It holds the texts, vectors and ids of admitted rows. With a `folder` these are on disk, read as they are needed, and a later
    session goes on where this one ended: what stays in memory is 16 bytes a row, and the rows of one `admit`. An `admit` is either whole in the
    folder or not at all, whatever happens meanwhile; one process at a time may admit.

    >>> index = ParaphraseIndex()
    >>> index.admit(["a", "b"], ["Name three birds.", "Name four birds."], [[1, 0], [1, 0]]).duplicate_of
    [None, None]
    >>> index.admit(["c"], ["Please name 3 birds!"], [[1, 0.1]]).duplicate_of
    ['a']
    """

    def __init__(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        threshold: float = 0.8,
        probes: int = 4,
        seed: int = 0,
    ) -> None:
        """Begin an empty index, or go on with the one in `folder`. See `paraphrases` for the options.

        Raises:
            InputError: an option is out of bounds, or the folder's index is damaged or was made with another threshold.
        """
        if not 0 < threshold <= 1 or probes < 1:
            raise InputError(f"threshold must be in (0, 1], probes at least 1, got {threshold} and {probes}")
        self._threshold, self._probes, self._seed = threshold, probes, seed
        self._store = StoredParts(
            None if folder is None else Path(folder), _MANIFEST, {"threshold": threshold}
        )

    def __len__(self) -> int:
        """Return the number of rows that were admitted."""
        return len(StoredTexts(self._store.parts))

    def admit(
        self,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: ArrayLike,
        *,
        scores: Sequence[float | None] | None = None,
        languages: str | Sequence[str] = "en",
        groups: Sequence[Hashable] | None = None,
    ) -> Admitted:
        """Add those of some rows that say what neither a row here nor one of them says, and tell what each of the others repeats.

        What became of a row is kept under its id, so that a run that is repeated, or was interrupted, gets the same answers. Rows
        here stay before all that come; `scores` decide among the rows of a call. A call reads the vectors of the index once,
        and once more for each 2,048 rows.

        Args:
            ids: [n] of the rows.
            texts: [n].
            vectors: [n, d].
            scores: as for `paraphrases`.
            languages: as for `paraphrases`.
            groups: [n] rows of different groups are never duplicates.

        Raises:
            InputError: an id comes twice, the others are not as many as ids, vectors are of another length than those here, or another process is
                admitting.
            MissingExtraError: threadpoolctl is not installed.
        """
        if len(texts) != len(ids):
            raise InputError(f"expected a text for each of {len(ids)} ids, got {len(texts)}")
        unit, told = fitting(texts, vectors, "texts"), each_language(languages, len(texts))
        marks = np.array([mark for _, mark in group_marks(ids, groups)], np.uint64)
        rank = ranks(len(ids), scores)

        def decide(new: list[int]) -> Admitted:
            best: list[int] = [new[place] for place in np.argsort(rank[new]).tolist()]
            rows = _Rows(
                [ids[row] for row in best],
                [(texts[row], told[row]) for row in best],
                unit[best],
                marks[best],
            )
            found = self._decided(rows)
            back = np.argsort(np.argsort(rank[new])).tolist()  # from the order of ranks to that of rows
            return Admitted([found.duplicate_of[place] for place in back], found.similarity[back])

        with self._store.locked():
            return admitted(SeenRows(self._store.parts), ids, decide)

    def _decided(self, rows: "_Rows") -> Admitted:
        """Say what each row repeats, of old rows or of these, the best first, and add the others."""
        stored = StoredTexts(self._store.parts)
        leader, similarity = self._led(rows, stored)
        known = leader < len(stored)
        names = SeenRows(self._store.parts).ids_of(np.where(known, leader, -1))
        others = [
            None if lead < 0 else name if old else rows.ids[lead - len(stored)]
            for lead, name, old in zip(leader.tolist(), names, known.tolist(), strict=True)
        ]
        stays = np.flatnonzero(leader < 0)
        numbers = np.full(len(rows.ids), -1)
        numbers[stays] = len(stored) + np.arange(len(stays))
        kept = StoredTexts.part(
            [rows.told[row] for row in stays.tolist()], rows.unit[stays], rows.marks[stays]
        )
        self._store.append([kept, SeenRows.part(rows.ids, others, similarity, numbers)])
        return Admitted(others, similarity)

    def _led(self, rows: "_Rows", stored: StoredTexts) -> Led:
        base, leader, similarity = len(stored), np.full(len(rows.ids), -1), np.ones(len(rows.ids))
        if base and (there := stored.vectors(np.zeros(1, np.int64)).shape[1]) != rows.unit.shape[1]:
            raise InputError(
                f"the index has vectors of {there} numbers, got {rows.unit.shape[1]}: take the same encoder"
            )
        readings = Readings(_Both(stored, rows.told), np.concatenate([stored.groups, rows.marks]))
        with one_thread("dedup"):
            cells = StoredCells(stored, rows.unit, self._probes, self._seed)
            for begin in range(0, len(leader), _BLOCK):
                block = np.arange(begin, min(begin + _BLOCK, len(leader)))
                found = led(base + block, rows.unit[block], cells, readings, self._threshold - ROUNDING)
                leader[block], similarity[block] = found
        return Led(leader, similarity)


class _Rows(NamedTuple):
    """New rows: their ids, texts with languages, vectors and groups."""

    ids: list[str]
    told: list[tuple[str, str]]
    unit: Vectors
    marks: NDArray[np.uint64]


class _Both:
    """Texts and languages by number: those that are stored, then new ones."""

    def __init__(self, stored: StoredTexts, new: list[tuple[str, str]]) -> None:
        self._stored, self._new, self._base = stored, new, len(stored)

    def __getitem__(self, number: int) -> tuple[str, str]:
        return self._stored.text(number) if number < self._base else self._new[number - self._base]
