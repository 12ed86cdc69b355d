"""Duplicates in meaning: near vectors, and words that may say the same."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldsmith.dedup.group_marks import group_marks
from goldsmith.dedup.paraphrase_search import Readings, led
from goldsmith.dedup.ranks import ranks
from goldsmith.dedup.unit_vectors import ROUNDING, Vectors, unit_vectors
from goldsmith.dedup.vector_cells import VectorCells, cells_for, spherical_k_means
from goldsmith.errors import InputError
from goldsmith.one_thread import one_thread

__all__ = ["Paraphrases", "each_language", "fitting", "paraphrases"]

_BLOCK = 2048  # rows looked up at once


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
    groups: Iterable[Hashable] | None = None,
    against: Sequence[str] = (),
    against_vectors: ArrayLike = (),
    against_languages: str | Sequence[str] = "en",
    against_groups: Iterable[Hashable] | None = None,
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
        groups: [n] rows of different groups are never duplicates.
        against: [m] texts of another set, such as what is there already or the test split.
        against_vectors: [m, d].
        against_languages: likewise of these.
        against_groups: [m] likewise; of no group, None, where only `groups` are given.
        cells: how many; by default one for about 400 rows.
        probes: cells that are searched.
        seed: of the sample that the cells are learned from.

    Raises:
        InputError: an option is out of bounds, or texts, vectors, scores, languages and groups are not equally many.
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
    unit, known = fitting(texts, vectors, "texts"), fitting(against, against_vectors, "texts of `against`")
    if len(known) and len(unit) and known.shape[1] != unit.shape[1]:
        raise InputError(f"vectors must be equally long, got {unit.shape[1]} and {known.shape[1]} numbers")
    if not len(unit):
        return Paraphrases(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    everything = np.concatenate([known, unit]) if len(known) else unit
    told = [*each_language(against_languages, len(known)), *each_language(languages, len(unit))]
    readings = Readings(
        list(zip([*against, *texts], told, strict=True)),
        _marks(len(known), len(unit), groups, against_groups),
    )
    best = np.argsort(ranks(len(unit), scores)) + len(known)
    count = cells_for(len(everything)) if cells is None else min(cells, max(1, len(everything)))
    leader, similarity = np.arange(len(everything)), np.ones(len(everything))
    with one_thread("dedup"):
        index = VectorCells(spherical_k_means(everything, count, seed), probes)
        for rows in _blocks(np.arange(len(known))):
            index.add(known[rows], rows, index.cells(known[rows])[:, 0])
        for rows in _blocks(best):
            found = led(rows, everything[rows], index, readings, threshold - ROUNDING)
            gone = found.leader >= 0
            leader[rows[gone]], similarity[rows[gone]] = found.leader[gone], found.similarity[gone]
    return _parted(leader[len(known) :], similarity[len(known) :], len(known))


def _parted(leader: NDArray[np.int64], similarity: NDArray[np.float64], known: int) -> Paraphrases:
    inside = np.where(leader >= known, leader - known, np.arange(len(leader)))
    return Paraphrases(inside, np.where(leader < known, leader, -1), similarity)


def _marks(
    known: int, count: int, groups: Iterable[Hashable] | None, against: Iterable[Hashable] | None
) -> NDArray[np.uint64]:
    if groups is None and against is None:
        return np.zeros(known + count, np.uint64)
    told = [*([None] * known if against is None else against)]
    own = [*([None] * count if groups is None else groups)]
    if (len(told), len(own)) != (known, count):
        raise InputError(
            f"expected a group for each of {known} and {count} texts, got {len(told)} and {len(own)}"
        )
    return np.array([mark for _, mark in group_marks(range(known + count), [*told, *own])], np.uint64)


def _blocks(order: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for begin in range(0, len(order), _BLOCK):
        yield order[begin : begin + _BLOCK]


def fitting(texts: Sequence[str], vectors: ArrayLike, name: str) -> Vectors:
    """Return the unit vectors of texts, one for each.

    Raises:
        InputError: there are more or fewer, or they are not [n, d] finite numbers.
    """
    unit = unit_vectors(vectors)
    if len(unit) != len(texts):
        raise InputError(f"expected a vector for each of {len(texts)} {name}, got {len(unit)}")
    return unit


def each_language(languages: str | Sequence[str], count: int) -> Sequence[str]:
    """Return the language of each of so many texts.

    Raises:
        InputError: there are more or fewer.
    """
    each = [languages] * count if isinstance(languages, str) else languages
    if len(each) != count:
        raise InputError(f"expected a language for each of {count} texts, got {len(each)}")
    return each
