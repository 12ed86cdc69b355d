"""The distinct documents of many segments, in an order that the rows' order does not change."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.minhash.engine import Engine
from goldsmith.dedup.minhash.segment import Segment

__all__ = ["Documents"]


class Documents:
    """The distinct documents of `parts`, numbered by content hash.

    Attributes:
        count: the documents, d.
        rows: [n] the document of each row.
        sizes: [d] the shingles of each, repeats included.
        refiner: [d] eight bytes of each one's signature.
    """

    def __init__(self, parts: Sequence[Segment]) -> None:
        self._parts = parts
        content = _joined([part.content for part in parts])
        ordered, self._stored = np.unique(content, return_index=True)
        self.count = len(ordered)
        self.rows = np.searchsorted(ordered, _joined([part.rows for part in parts]))
        sizes = [np.diff(part.offsets) for part in parts]
        self.sizes = np.concatenate([np.empty(0, np.int64), *sizes])[self._stored]
        self.refiner = _joined([part.refiner for part in parts])[self._stored]
        self._begins = np.cumsum([0, *(len(part.content) for part in parts)])

    def keys(self, band: int) -> NDArray[np.uint32]:
        """Return the keys [d] of a band."""
        return np.concatenate([part.band(band) for part in self._parts])[self._stored]

    def tidy(
        self, documents: NDArray[np.int64], engine: Engine, out: NDArray[np.uint64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Write the sorted distinct shingles of some documents to `out`, flat.

        Returns:
            The documents in the order in which they are written, and how many shingles each has.
        """
        stored = self._stored[documents]
        order = np.argsort(stored)
        stored = stored[order]
        lengths = np.empty(len(stored), np.int64)
        cuts = np.searchsorted(stored, self._begins)
        used = 0
        for number, part in enumerate(self._parts):
            here = slice(cuts[number], cuts[number + 1])
            rows = stored[here] - self._begins[number]
            lengths[here] = engine.tidy(part.shingles, part.offsets, rows, out[used:])
            used += int(lengths[here].sum())
            part.forget()
        return documents[order], lengths


def _joined(arrays: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    return np.concatenate([np.empty(0, np.uint64), *arrays])
