"""Cells of vectors that stay on disk."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.stored import StoredTexts
from goldsmith.dedup.unit_vectors import Vectors
from goldsmith.dedup.vector_cells import SAMPLE, VectorCells, cells_for, spherical_k_means

__all__ = ["StoredCells"]

_MOST_CELLS = 1024  # to learn more takes longer than to search larger ones

Rows = NDArray[np.int64]


class StoredCells:
    """What `VectorCells` is, of stored vectors and of new ones in memory: of a stored one 8 bytes are kept.

    Args:
        stored: the vectors.
        first: new vectors, to learn the cells from as well, [n, d].
        probes: cells that are searched.
        seed: of the sample.
    """

    def __init__(self, stored: StoredTexts, first: Vectors, probes: int, seed: int) -> None:
        self._stored = stored
        count = min(cells_for(len(stored) + len(first)), _MOST_CELLS)
        rng = np.random.default_rng(seed)
        drawn = np.sort(rng.permutation(len(stored))[: count * SAMPLE])
        sample = [stored.vectors(drawn), first] if len(drawn) else [first]
        centres = spherical_k_means(np.concatenate(sample), count, seed)
        self._new = VectorCells(centres, probes)
        found = [np.empty(0, np.int64), *(self._new.cells(block)[:, 0] for _, block in stored.blocks())]
        cell = np.concatenate(found)
        self._order = np.argsort(cell, kind="stable")
        self._begins = np.searchsorted(cell[self._order], np.arange(len(centres) + 1))

    def cells(self, vectors: Vectors) -> Rows:
        """Return the cells nearest to each vector."""
        return self._new.cells(vectors)

    def add(self, vectors: Vectors, names: Rows, cells: Rows) -> None:
        """Keep new vectors in memory."""
        self._new.add(vectors, names, cells)

    def near(
        self, vectors: Vectors, cells: Rows, enough: float
    ) -> Iterator[tuple[int, Rows, NDArray[np.float32]]]:
        """Yield (vector, names, cosines) as `VectorCells` does, stored vectors by their numbers."""
        yield from self._new.near(vectors, cells, enough)
        for cell in np.unique(cells).tolist():
            names = self._order[self._begins[cell] : self._begins[cell + 1]]
            if not len(names):
                continue
            rows = np.flatnonzero((cells == cell).any(axis=1))
            cosines = vectors[rows] @ self._stored.vectors(names).T
            for place in np.flatnonzero((cosines >= enough).any(axis=1)).tolist():
                there = np.flatnonzero(cosines[place] >= enough)
                yield int(rows[place]), names[there], cosines[place, there]
        self._stored.forget()
