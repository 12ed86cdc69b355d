"""Duplicates in meaning: near vectors, and words that may say the same."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldsmith.dedup.agreement import Reading, disagreement, read
from goldsmith.dedup.ranks import ranks
from goldsmith.dedup.unit_vectors import Vectors, unit_vectors
from goldsmith.dedup.vector_cells import VectorCells, spherical_k_means
from goldsmith.errors import InputError
from goldsmith.one_thread import one_thread

__all__ = ["Paraphrases", "paraphrases"]

_BLOCK = 2048  # rows looked up at once
_READ = 32  # of the rows near enough, those nearest, whose words are compared
_CELL = 400  # rows for a cell, about
_ROUNDING = 1e-6  # of a cosine in float32


class Paraphrases(NamedTuple):
    """What each row repeats.

    Attributes:
        rows: [n] the row that stays and says the same, or the row itself.
        known: [n] the row of the other set that says the same, or -1.
        similarity: [n] the cosine with it, 1 for a row that stays.
    """

    rows: NDArray[np.int64]
    known: NDArray[np.int64]
    similarity: NDArray[np.float64]


def paraphrases(
    texts: Sequence[str],
    vectors: ArrayLike,
    threshold: float = 0.8,
    *,
    scores: Iterable[float | None] | None = None,
    languages: str | Sequence[str] = "en",
    against: Sequence[str] = (),
    against_vectors: ArrayLike = (),
    against_languages: str | Sequence[str] = "en",
    cells: int | None = None,
    probes: int = 4,
    seed: int = 0,
) -> Paraphrases:
    """Return for each text which other one says the same.

    A row duplicates another if the cosine of their vectors reaches `threshold` *and* `goldsmith.dedup.disagreement` finds nothing
    in their words: numbers, negations and names are the same. The cosine alone deletes nothing. The best row by score stays,
    and rows that say the same as one that stays duplicate it: so each names one that stays, and of twins one is always
    left. Rows of `against` stay before all others.

    Vectors are put in cells by k-means (Abbas et al. 2023, SemDeDup, section 3), and each row is compared with those that stay in the
    `probes` cells nearest to it and in its block of 2,048; of those near enough the words of the 32 nearest are read. So it is not
    exact: a twin in a far cell is missed, and stays. 100,000 rows of 384 dimensions take seconds. Memory is that of two copies of
    the vectors and of what is read of the texts.

    Args:
        texts: [n].
        vectors: [n, d] of the texts, of any length; a vector of zeros is near none.
        threshold: the least cosine of a duplicate, in (0, 1].
        scores: [n] rows with higher scores stay, earlier ones among equals; None or NaN is lower than any other score.
        languages: ISO 639-1, of all texts or [n] of each.
        against: [m] texts of another set, such as what is there already or the test split.
        against_vectors: [m, d].
        against_languages: likewise of these.
        cells: how many; by default one for about 400 rows.
        probes: cells that are searched.
        seed: of the sample that the cells are learned from.

    Raises:
        InputError: an option is out of bounds, or texts, vectors, scores and languages are not equally many.
        MissingExtraError: threadpoolctl is not installed.

    >>> texts = ["Name three birds.", "Please name 3 birds!", "Name four birds."]
    >>> paraphrases(texts, [[1, 0], [1, 0.1], [1, 0]]).rows.tolist()
    [0, 0, 2]
    >>> paraphrases(texts, [[1, 0], [1, 0.1], [1, 0]], scores=[1, 2, 3]).rows.tolist()
    [1, 1, 2]
    """
    if not 0 < threshold <= 1 or probes < 1 or (cells is not None and cells < 1):
        raise InputError(
            f"threshold must be in (0, 1], cells and probes at least 1, got {threshold}, {cells}, {probes}"
        )
    unit, known = _fitting(texts, vectors, "texts"), _fitting(against, against_vectors, "texts of `against`")
    if len(known) and len(unit) and known.shape[1] != unit.shape[1]:
        raise InputError(f"vectors must be equally long, got {unit.shape[1]} and {known.shape[1]} numbers")
    if not len(unit):
        return Paraphrases(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    readings = _Readings(
        [*against, *texts], [*_each(against_languages, len(known)), *_each(languages, len(unit))]
    )
    everything = np.concatenate([known, unit]) if len(known) else unit
    order = np.concatenate([np.arange(len(known)), len(known) + np.argsort(ranks(len(unit), scores))])
    count = max(1, len(everything) // _CELL) if cells is None else min(cells, max(1, len(everything)))
    leader, similarity = np.arange(len(everything)), np.ones(len(everything))
    with one_thread("dedup"):
        index = VectorCells(spherical_k_means(everything, count, seed), probes)
        for rows in _blocks(order, len(known)):
            _led(rows, everything, index, readings, threshold - _ROUNDING, len(known), leader, similarity)
    found = leader[len(known) :]
    own = np.arange(len(unit))
    return Paraphrases(
        np.where(found >= len(known), found - len(known), own),
        np.where(found < len(known), found, -1),
        np.minimum(similarity[len(known) :], 1),
    )


def _led(  # noqa: PLR0917
    rows: NDArray[np.int64],
    vectors: Vectors,
    index: VectorCells,
    readings: "_Readings",
    enough: float,
    known: int,
    leader: NDArray[np.int64],
    similarity: NDArray[np.float64],
) -> None:
    """Find the leader of each row of a block, in the block's order, and keep those that have none."""
    block, stays = vectors[rows], np.ones(len(rows), np.bool_)
    cells = index.cells(block)
    if rows[0] >= known:
        near: list[list[tuple[float, int]]] = [[] for _ in rows]
        for place, names, cosines in index.near(block, cells, enough):
            near[place] += _nearest(cosines, names)
        among = block @ block.T
        for place, row in enumerate(rows.tolist()):
            before = np.flatnonzero(stays[:place] & (among[place, :place] >= enough))
            candidates = [*near[place], *_nearest(among[place, before], rows[before])]
            for cosine, other in sorted(candidates, key=lambda one: -one[0])[:_READ]:
                if readings.agree(row, other):
                    leader[row], similarity[row], stays[place] = other, cosine, False
                    break
    index.add(block[stays], rows[stays], cells[stays, 0])


def _nearest(cosines: NDArray[np.float32], names: NDArray[np.int64]) -> list[tuple[float, int]]:
    first = np.argsort(-cosines, kind="stable")[:_READ]
    return list(zip(cosines[first].tolist(), names[first].tolist(), strict=True))


class _Readings:
    """What is read of each text, when it is first asked for."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str]) -> None:
        self._texts, self._languages = texts, languages
        self._read: dict[int, Reading] = {}

    def agree(self, one: int, other: int) -> bool:
        return disagreement(self._of(one), self._of(other)) is None

    def _of(self, row: int) -> Reading:
        if row not in self._read:
            self._read[row] = read(self._texts[row], self._languages[row])
        return self._read[row]


def _blocks(order: NDArray[np.int64], known: int) -> list[NDArray[np.int64]]:
    """Return the rows in their order, no block of both sets."""
    return [
        part[begin : begin + _BLOCK]
        for part in (order[:known], order[known:])
        for begin in range(0, len(part), _BLOCK)
    ]


def _fitting(texts: Sequence[str], vectors: ArrayLike, name: str) -> Vectors:
    unit = unit_vectors(vectors)
    if len(unit) != len(texts):
        raise InputError(f"expected a vector for each of {len(texts)} {name}, got {len(unit)}")
    return unit


def _each(languages: str | Sequence[str], count: int) -> Sequence[str]:
    each = [languages] * count if isinstance(languages, str) else languages
    if len(each) != count:
        raise InputError(f"expected a language for each of {count} texts, got {len(each)}")
    return each
