"""Who stands for whom among rows that may mean the same, a block at a time."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.agreement import Reading, disagreement, read
from goldsmith.dedup.unit_vectors import Vectors

__all__ = ["Cells", "Led", "Readings", "led"]

_READ = 32  # of the rows near enough, those nearest, whose words are compared

Rows = NDArray[np.int64]


class Cells(Protocol):
    """Vectors under names, to be found again; see `VectorCells`."""

    def cells(self, vectors: Vectors) -> Rows:
        """Return the cells of vectors."""
        ...

    def add(self, vectors: Vectors, names: Rows, cells: Rows) -> None:
        """Keep vectors."""
        ...

    def near(
        self, vectors: Vectors, cells: Rows, enough: float
    ) -> Iterator[tuple[int, Rows, NDArray[np.float32]]]:
        """Yield what is near each vector."""
        ...


class Led(NamedTuple):
    """For each row of a block the name of the one that stands for it, -1 if it stays, and their cosine."""

    leader: Rows
    similarity: NDArray[np.float64]


class Told(Protocol):
    """Texts with their languages, by number."""

    def __getitem__(self, number: int, /) -> tuple[str, str]:
        """Return a text and its language, ISO 639-1."""
        ...


class Readings:
    """What is read of each text, when it is first asked for.

    Args:
        told: the texts.
        groups: a number for each one's group; rows of different groups never agree.
    """

    def __init__(self, told: Told, groups: NDArray[np.uint64]) -> None:
        self._told, self._groups = told, groups
        self._read: dict[int, Reading] = {}

    def together(self, row: int, others: Rows) -> NDArray[np.bool_]:
        """Return which of the others are of the row's group."""
        together: NDArray[np.bool_] = self._groups[others] == self._groups[row]
        return together

    def agree(self, one: int, other: int) -> bool:
        """Return whether two texts may mean the same."""
        if self._told[one] == self._told[other]:
            return True
        return disagreement(self._of(one), self._of(other)) is None

    def _of(self, row: int) -> Reading:
        if row not in self._read:
            self._read[row] = read(*self._told[row])
        return self._read[row]


def led(names: Rows, block: Vectors, index: Cells, readings: Readings, enough: float) -> Led:
    """Find the leader of each row of a block, the better rows first, and add those that have none to the index."""
    leader, similarity = np.full(len(names), -1), np.ones(len(names))
    cells = index.cells(block)
    near: list[list[tuple[float, int]]] = [[] for _ in names]
    for place, others, cosines in index.near(block, cells, enough):
        near[place] += _nearest(cosines, others, readings.together(int(names[place]), others))
    among = block @ block.T
    for place, row in enumerate(names.tolist()):
        before = np.flatnonzero((leader[:place] < 0) & (among[place, :place] >= enough))
        beside = _nearest(among[place, before], names[before], readings.together(row, names[before]))
        for cosine, other in sorted([*near[place], *beside], key=lambda one: -one[0])[:_READ]:
            if readings.agree(row, other):
                leader[place], similarity[place] = other, min(cosine, 1)
                break
    stays = leader < 0
    index.add(block[stays], names[stays], cells[stays, 0])
    return Led(leader, similarity)


def _nearest(cosines: NDArray[np.float32], names: Rows, wanted: NDArray[np.bool_]) -> list[tuple[float, int]]:
    cosines, names = cosines[wanted], names[wanted]
    first = np.argsort(-cosines, kind="stable")[:_READ]
    return list(zip(cosines[first].tolist(), names[first].tolist(), strict=True))
