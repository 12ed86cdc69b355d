"""Vectors in cells, so that a search looks at few of them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.unit_vectors import Vectors

__all__ = ["SAMPLE", "VectorCells", "cells_for", "spherical_k_means"]

Rows = NDArray[np.int64]

SAMPLE = 256  # vectors a cell is learned from
_CELL = 400  # vectors for a cell, about
_ROUNDS = 6
_BLOCK = 8_192  # vectors that are assigned at once


def cells_for(count: int) -> int:
    """Return how many cells so many vectors are put in: one for about 400 of them.

    >>> cells_for(0), cells_for(4_100)
    (1, 10)
    """
    return max(1, count // _CELL)


def spherical_k_means(vectors: Vectors, count: int, seed: int = 0) -> Vectors:
    """Return [count, d] centres of unit vectors, from a sample of 256 for each; a cell that runs empty keeps its centre.

    Dhillon and Modha 2001, "Concept decompositions for large sparse text data using clustering".

    >>> from goldsmith.dedup.unit_vectors import unit_vectors
    >>> centres = spherical_k_means(unit_vectors([[1, 0], [1, 0.1], [0, 1], [0.1, 1]]), 2)
    >>> sorted(centres.round(1).tolist())
    [[0.0, 1.0], [1.0, 0.0]]
    """
    rng = np.random.default_rng(seed)
    sample = vectors[rng.permutation(len(vectors))[: count * SAMPLE]]
    centres: Vectors = sample[:count].copy()
    for _ in range(_ROUNDS):
        cell = np.concatenate([part[:, 0] for part in _nearest(sample, centres, 1)])
        sums = np.zeros_like(centres)
        np.add.at(sums, cell, sample)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.where(lengths > 0, lengths, 1), centres)
    return centres


def _nearest(vectors: Vectors, centres: Vectors, probes: int) -> Iterator[Rows]:
    """Yield, block by block, the nearest centres of each vector, nearest first, [b, probes]."""
    for begin in range(0, len(vectors), _BLOCK):
        cosines = vectors[begin : begin + _BLOCK] @ centres.T
        if probes == 1:
            yield cosines.argmax(axis=1)[:, None]
            continue
        few = np.argpartition(-cosines, probes - 1, axis=1)[:, :probes]
        order = np.argsort(-np.take_along_axis(cosines, few, axis=1), axis=1, kind="stable")
        yield np.take_along_axis(few, order, axis=1)


class VectorCells:
    """Unit vectors under names, found again by one near them: of the cells nearest to it, those that are near enough.

    Args:
        centres: [c, d] of the cells.
        probes: cells that are searched; all of them make the search exact.
    """

    def __init__(self, centres: Vectors, probes: int) -> None:
        self.centres, self.probes = centres, min(probes, len(centres))
        self._vectors = [np.empty((0, centres.shape[1]), np.float32) for _ in centres]
        self._names = [np.empty(0, np.int64) for _ in centres]
        self._held = [0] * len(centres)

    def cells(self, vectors: Vectors) -> Rows:
        """Return the cells nearest to each vector, [n, probes]; the first is its own."""
        found = list(_nearest(vectors, self.centres, self.probes))
        return np.concatenate(found) if found else np.empty((0, self.probes), np.int64)

    def add(self, vectors: Vectors, names: Rows, cells: Rows) -> None:
        """Keep vectors [n, d] under names [n], each in its cell [n]."""
        for cell in np.unique(cells).tolist():
            here = cells == cell
            held, more = self._held[cell], int(here.sum())
            if held + more > len(self._names[cell]):
                room = max(2 * held, more)
                self._vectors[cell] = np.concatenate(
                    [self._vectors[cell][:held], np.empty((room, vectors.shape[1]), np.float32)]
                )
                self._names[cell] = np.concatenate([self._names[cell][:held], np.empty(room, np.int64)])
            self._vectors[cell][held : held + more] = vectors[here]
            self._names[cell][held : held + more] = names[here]
            self._held[cell] = held + more

    def near(
        self, vectors: Vectors, cells: Rows, enough: float
    ) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.float32]]]:
        """Yield (vector, names, cosines) for what reaches `enough` in each of the cells [n, probes] of each vector."""
        for cell in np.unique(cells).tolist():
            if not (held := self._held[cell]):
                continue
            rows = np.flatnonzero((cells == cell).any(axis=1))
            cosines = vectors[rows] @ self._vectors[cell][:held].T
            for place in np.flatnonzero((cosines >= enough).any(axis=1)).tolist():
                there = np.flatnonzero(cosines[place] >= enough)
                yield int(rows[place]), self._names[cell][there], cosines[place, there]
