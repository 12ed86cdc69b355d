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
        self._flat = np.empty(0, np.uint64)
        self._starts = np.zeros(count, np.int64)
        self._lengths = np.full(count, -1)

    def load(self, documents: Documents, wanted: Positions) -> None:
        """Make sure that the `wanted` documents are here."""
        missing = wanted[self._lengths[wanted] < 0]
        if len(missing):
            stored, flat, lengths = documents.tidy(missing, self._engine)
            self._append(stored, flat, lengths)

    def only(self, wanted: Positions) -> "Shingles":
        """Return those of the `wanted` documents, which must be here, without the others if these take much memory."""
        if 2 * self._lengths[wanted].sum() >= len(self._flat):
            return self
        kept = Shingles(len(self._starts), self._engine)
        offsets = np.concatenate([[0], np.cumsum(lengths := self._lengths[wanted])])
        spans = np.arange(offsets[-1]) + np.repeat(self._starts[wanted] - offsets[:-1], lengths)
        kept._append(wanted, self._flat[spans], lengths)
        return kept

    def similarity(self, left: Positions, right: Positions) -> NDArray[np.float64]:
        """Return the Jaccard similarity [p] of loaded documents; 1 for a document and itself, loaded or not."""
        differ = left != right
        found = np.ones(len(left))
        found[differ] = self._engine.jaccard(
            self._flat, self._starts, self._lengths, left[differ], right[differ]
        )
        return found

    def _append(self, documents: Positions, flat: NDArray[np.uint64], lengths: Positions) -> None:
        self._starts[documents] = len(self._flat) + np.cumsum(lengths) - lengths
        self._lengths[documents] = lengths
        self._flat = np.concatenate([self._flat, flat]) if len(self._flat) else flat
