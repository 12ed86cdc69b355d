"""Vectors and texts of the parts of an index, read as they are needed."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.stored.parts import Part
from goldsmith.dedup.stored.strings import packed, unpacked
from goldsmith.dedup.unit_vectors import Vectors

__all__ = ["StoredTexts"]

_KIND = "texts"
_BLOCK = 8_192


class StoredTexts:
    """The texts with their vectors, numbered in the order in which they were added."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Look at those of `parts` that are of texts."""
        self._parts = [part for part in parts if part.kind == _KIND]
        self._begins = np.cumsum([0, *(len(part.arrays["vectors"]) for part in self._parts)])

    @staticmethod
    def part(told: Sequence[tuple[str, str]], vectors: Vectors, groups: NDArray[np.uint64]) -> Part:
        """Return what is to be kept of texts with their languages."""
        arrays: dict[str, NDArray[Any]] = {"vectors": vectors, "groups": groups}
        arrays |= packed("text", [text for text, _ in told])
        arrays |= packed("language", [language for _, language in told])
        return Part(_KIND, arrays)

    def __len__(self) -> int:
        """Return the number of texts."""
        return int(self._begins[-1])

    @property
    def groups(self) -> NDArray[np.uint64]:
        """A number for the group of each."""
        return np.concatenate([np.empty(0, np.uint64), *(part.arrays["groups"] for part in self._parts)])

    def text(self, number: int) -> tuple[str, str]:
        """Return a text and its language."""
        part, place = self._place(number)
        return unpacked(part.arrays, "text", place), unpacked(part.arrays, "language", place)

    def vectors(self, numbers: NDArray[np.int64]) -> Vectors:
        """Return the vectors of some, whose numbers ascend."""
        cuts = np.searchsorted(numbers, self._begins)
        found = [
            part.arrays["vectors"][numbers[cuts[at] : cuts[at + 1]] - self._begins[at]]
            for at, part in enumerate(self._parts)
            if cuts[at] < cuts[at + 1]
        ]
        return found[0] if len(found) == 1 else np.concatenate(found)

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Yield all vectors with their numbers, a bounded number at a time."""
        for begin, part in zip(self._begins.tolist(), self._parts, strict=False):
            vectors = part.arrays["vectors"]
            for at in range(0, len(vectors), _BLOCK):
                block = vectors[at : at + _BLOCK]
                yield np.arange(begin + at, begin + at + len(block)), block
                part.forget()

    def forget(self) -> None:
        """Free the memory of what was read."""
        for part in self._parts:
            part.forget()

    def _place(self, number: int) -> tuple[Part, int]:
        at = int(np.searchsorted(self._begins, number, "right")) - 1
        return self._parts[at], number - int(self._begins[at])
