"""Duplicates in meaning, by the cosine of their vectors."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldsmith.dedup.clusters import Matches
from goldsmith.dedup.leaders import Leaders, leaders
from goldsmith.dedup.ranks import ranks
from goldsmith.dedup.unit_vectors import ROUNDING, Vectors, unit_vectors
from goldsmith.errors import InputError

__all__ = ["semantic_duplicates", "semantic_matches"]

_BLOCK = 128  # rows looked up at once, as many as `leaders` can part
_STAYING = 65_536  # rows they are compared with at once: 32 MB of similarities


def semantic_duplicates(
    vectors: ArrayLike, threshold: float = 0.9, *, scores: Iterable[float | None] | None = None
) -> NDArray[np.int64]:
    """Return an [n] array: for each vector the row of the one it duplicates, or its own.

    The first row (or that with the highest score) stays and all whose cosine with it reaches `threshold` duplicate it, the
    first of the rest stays, and so on: see `goldsmith.dedup.leaders`. So of similar rows one always stays, each duplicate
    is truly similar to the row it names, and no two rows that stay are similar.

    Exact: every row is compared with every row that stays, in blocks, O(n^2 d) at the worst: with 384 dimensions 20,000
    rows take seconds, 200,000 some minutes. Memory is that of two copies of the vectors and 32 MB.

    Args:
        vectors: [n, d], of any length; a vector of zeros is similar to none.
        threshold: the least cosine of a duplicate, in (0, 1]. Two rows are equal if it is 1.
        scores: [n] rows with higher scores stay, earlier ones among equals; None or NaN is lower than any other score.

    Raises:
        InputError: the threshold is out of bounds, the vectors are not [n, d] finite numbers, or the scores are not n.

    >>> semantic_duplicates([[1, 0], [0, 2], [3, 0.1]], threshold=0.9).tolist()
    [0, 1, 0]
    >>> semantic_duplicates([[1, 0], [0, 2], [3, 0.1]], threshold=0.9, scores=[0.1, 0.2, 0.3]).tolist()
    [2, 1, 2]
    """
    return semantic_matches(vectors, threshold, scores=scores).rows


def semantic_matches(
    vectors: ArrayLike, threshold: float = 0.9, *, scores: Iterable[float | None] | None = None
) -> Matches:
    """Return what `semantic_duplicates` does, and each row's cosine with the row it duplicates: 1 with itself.

    >>> semantic_matches([[1, 0], [3, 4]], threshold=0.6).similarity.round(2).tolist()
    [1.0, 0.6]
    """
    if not 0 < threshold <= 1:
        raise InputError(f"threshold must be in (0, 1], got {threshold}")
    unit = unit_vectors(vectors)
    order = np.argsort(ranks(len(unit), scores))
    duplicated, similarity = np.arange(len(unit)), np.ones(len(unit))
    staying, names, count = np.empty_like(unit), np.empty(len(unit), np.int64), 0
    for begin in range(0, len(unit), _BLOCK):
        rows = order[begin : begin + _BLOCK]
        first, cosine = _first_similar(unit[rows], staying[:count], threshold - ROUNDING)
        led = first >= 0
        duplicated[rows[led]], similarity[rows[led]] = names[first[led]], cosine[led]
        rows = rows[~led]
        found = _led_by_each_other(unit[rows], threshold - ROUNDING)
        duplicated[rows], similarity[rows] = rows[found.nodes], found.similarity
        new = rows[found.nodes == np.arange(len(rows))]
        staying[count : count + len(new)], names[count : count + len(new)] = unit[new], new
        count += len(new)
    return Matches(duplicated, np.minimum(similarity, 1))


def _first_similar(
    rows: Vectors, staying: Vectors, enough: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each row the first of `staying` whose cosine is enough, or -1, and that cosine."""
    first, cosine = np.full(len(rows), -1), np.zeros(len(rows))
    for begin in range(0, len(staying), _STAYING):
        waiting = np.flatnonzero(first < 0)
        cosines = rows[waiting] @ staying[begin : begin + _STAYING].T
        reached = cosines >= enough
        led = np.flatnonzero(reached.any(axis=1))
        found = reached[led].argmax(axis=1)
        first[waiting[led]], cosine[waiting[led]] = begin + found, cosines[led, found]
    return first, cosine


def _led_by_each_other(rows: Vectors, enough: float) -> Leaders:
    cosines = (rows @ rows.T).astype(np.float64)

    def compare(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
        return cosines[one, other]

    return leaders(np.zeros(len(rows), np.int64), np.arange(len(rows)), compare, enough)
