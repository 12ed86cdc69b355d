"""The shingles of those documents that are compared."""

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.minhash.documents import Documents
from goldsmith.dedup.minhash.engine import Engine

__all__ = ["Shingles"]

Positions = NDArray[np.int64]


class Shingles:
    """Sorted distinct shingles of some documents, loaded as they are asked for, and their similarities."""

    def __init__(self, count: int, engine: Engine) -> None:
        """Begin with none of `count` documents loaded."""
        self._engine = engine
        self._flat: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._starts = np.zeros(count, np.int64)
        self._lengths = np.full(count, -1)

    def load(self, documents: Documents, wanted: Positions) -> None:
        """Make sure that the `wanted` documents are here."""
        missing = wanted[self._lengths[wanted] < 0]
        if not len(missing):
            return
        used = len(self._flat)
        self._flat.resize(
            used + int(documents.sizes[missing].sum()), refcheck=False
        )  # in place, where it can
        stored, lengths = documents.tidy(missing, self._engine, self._flat[used:])
        self._flat.resize(used + int(lengths.sum()), refcheck=False)
        self._starts[stored] = used + np.cumsum(lengths) - lengths
        self._lengths[stored] = lengths

    def similarity(self, left: Positions, right: Positions) -> NDArray[np.float64]:
        """Return the Jaccard similarity [p] of loaded documents."""
        return self._engine.jaccard(self._flat, self._starts, self._lengths, left, right)
