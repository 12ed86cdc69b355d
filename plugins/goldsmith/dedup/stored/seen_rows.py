"""Which rows an index has seen, and what became of each."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.stored.parts import Part
from goldsmith.dedup.stored.strings import packed, unpacked
from goldsmith.errors import InputError

__all__ = ["SeenRows"]

_KIND = "rows"


class SeenRows:
    """The rows of the parts of this kind: found by their ids, by binary search on disk."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Look at those of `parts` that are of rows."""
        self._parts = [part for part in parts if part.kind == _KIND]

    @staticmethod
    def part(
        ids: Sequence[str],
        duplicate_of: Sequence[str | None],
        similarity: NDArray[np.float64],
        numbers: NDArray[np.int64],
    ) -> Part:
        """Return what is to be kept of rows [n].

        Args:
            ids: theirs.
            duplicate_of: as in `Admitted`.
            similarity: as in `Admitted`.
            numbers: what the index counts an admitted row as, -1 for the others.
        """
        hashes = _hashes(ids)
        order = np.argsort(hashes, kind="stable")
        arrays = {
            "hashes": hashes[order],
            "order": order,
            "similarity": similarity,
            "numbers": numbers,
            "stays": np.array([other is None for other in duplicate_of], np.bool_),
            **packed("id", ids),
            **packed("of", [other or "" for other in duplicate_of]),
        }
        return Part(_KIND, arrays)

    def find(self, ids: Sequence[str]) -> list[tuple[str | None, float] | None]:
        """Return for each id what the row repeats and the similarity, None for a row that was not seen.

        Raises:
            InputError: an id comes twice.
        """
        if len(set(ids)) < len(ids):
            raise InputError(f"expected an id of its own for each of {len(ids)} rows, some come twice")
        found: list[tuple[str | None, float] | None] = [None] * len(ids)
        hashes = _hashes(ids)
        for part in self._parts:
            there, arrays = part.arrays["hashes"], part.arrays
            begins = np.searchsorted(there, hashes)
            for row in np.flatnonzero(there[np.minimum(begins, len(there) - 1)] == hashes).tolist():
                at = int(begins[row])
                while at < len(there) and there[at] == hashes[row]:
                    place = int(arrays["order"][at])
                    if unpacked(arrays, "id", place) == ids[row]:
                        other = None if arrays["stays"][place] else unpacked(arrays, "of", place)
                        found[row] = other, float(arrays["similarity"][place])
                    at += 1
            part.forget()
        return found

    def ids_of(self, numbers: NDArray[np.int64]) -> list[str]:
        """Return the ids of rows by what the index counts them as, "" for those without."""
        found = [""] * len(numbers)
        for part in self._parts:
            admitted = np.flatnonzero(part.arrays["numbers"] >= 0)
            counted = part.arrays["numbers"][admitted]
            if not len(counted):
                continue
            first = int(counted.min())  # they follow each other, in some order
            order = np.argsort(counted)
            for row in np.flatnonzero((numbers >= first) & (numbers < first + len(counted))).tolist():
                found[row] = unpacked(part.arrays, "id", int(admitted[order[numbers[row] - first]]))
            part.forget()
        return found


def _hashes(ids: Sequence[str]) -> NDArray[np.uint64]:
    digests = b"".join(blake2b(one.encode("utf-8", "surrogatepass"), digest_size=8).digest() for one in ids)
    return np.frombuffer(digests, np.uint64)
