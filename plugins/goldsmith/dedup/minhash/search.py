"""Pairs of documents that are truly similar."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.components import components
from goldsmith.dedup.minhash.candidates import all_pairs, band_pairs
from goldsmith.dedup.minhash.documents import Documents
from goldsmith.dedup.minhash.engine import Engine
from goldsmith.dedup.minhash.settings import Settings
from goldsmith.dedup.minhash.shingles import Shingles

__all__ = ["Edges", "compared_all", "search"]

_EXHAUSTIVE = 1 << 22  # pairs and shingles read when all are compared: milliseconds, and no misses
_PARTNERS = 32
_MOST_CANDIDATES = 1 << 22  # kept before they are verified

Positions = NDArray[np.int64]


class Edges(NamedTuple):
    """Pairs of documents, smaller number first, [e, 2]; their Jaccard similarities [e]; and their shingles."""

    pairs: Positions
    similarity: NDArray[np.float64]
    shingles: Shingles


def search(
    documents: Documents, settings: Settings, engine: Engine, old: NDArray[np.bool_] | None = None
) -> Edges:
    """Return every candidate pair whose true Jaccard similarity reaches the threshold.

    Few documents are all compared with each other; of more, those that agree in a band, but for pairs that earlier pairs
    connect already and that have 32 partners each: of a dense cluster there could be quadratically many. With `old` [d],
    only pairs of an old and a new document are looked at.
    """
    shingles = Shingles(documents.count, engine)
    codes: list[Positions] = [np.empty(0, np.int64)]
    similarities: list[NDArray[np.float64]] = [np.empty(0)]
    roots, partners = np.arange(documents.count), np.zeros(documents.count, np.int64)
    for block in _blocks(_candidates(documents, settings, engine, old), documents.count):
        left, right = np.divmod(block, documents.count)
        wanted = (roots[left] != roots[right]) | (np.minimum(partners[left], partners[right]) < _PARTNERS)
        left, right = left[wanted], right[wanted]
        shingles.load(documents, _distinct(left, right, documents.count))
        similarity = shingles.similarity(left, right)
        enough = similarity >= settings.threshold
        codes.append(block[wanted][enough])
        similarities.append(similarity[enough])
        edges = np.column_stack([left[enough], right[enough]])
        partners += np.bincount(edges.ravel(), minlength=documents.count)
        roots = components(documents.count, roots[edges])[roots]
    unique, first = np.unique(np.concatenate(codes), return_index=True)
    pairs = np.column_stack(np.divmod(unique, max(documents.count, 1)))
    return Edges(pairs, np.concatenate(similarities)[first], shingles)


def compared_all(count: int, shingles: int) -> bool:
    """Return whether so few documents with so many shingles in all are each compared with every other one."""
    return count * (count + shingles) <= _EXHAUSTIVE


def _candidates(
    documents: Documents, settings: Settings, engine: Engine, old: NDArray[np.bool_] | None
) -> Iterator[Positions]:
    if compared_all(documents.count, int(documents.sizes.sum())):
        yield all_pairs(documents.count, old)
        return
    bands, rows = settings.shape
    keys = (documents.keys(band) for band in range(bands))
    yield from band_pairs(keys, rows, documents.refiner, engine, old)


def _blocks(candidates: Iterator[Positions], count: int) -> Iterator[Positions]:
    """Yield the pairs without repeats, a bounded number at a time, each as one number: left * count + right."""
    waiting: list[Positions] = []
    size = 0
    for pairs in candidates:
        waiting.append(pairs[:, 0] * count + pairs[:, 1])
        size += len(pairs)
        if size > _MOST_CANDIDATES:
            yield np.unique(np.concatenate(waiting))
            waiting, size = [], 0
    if size:
        yield np.unique(np.concatenate(waiting))


def _distinct(left: Positions, right: Positions, count: int) -> Positions:
    seen = np.zeros(count, np.bool_)
    seen[left] = seen[right] = True
    return np.flatnonzero(seen)
