"""Pairs worth comparing: documents that agree in a band, found by sorting."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.minhash.engine import Engine

__all__ = ["all_pairs", "band_pairs", "pairs_in_band"]

Positions = NDArray[np.int64]

_SMALL = 16  # documents in a bucket that are all paired
_WINDOW = 5  # in a larger one each is paired with so many on both sides


def all_pairs(count: int, old: NDArray[np.bool_] | None = None) -> Positions:
    """Return every pair [p, 2] of `count` documents; with `old` [count], every pair of an old one and a new one."""
    if old is None:
        return np.column_stack(np.triu_indices(count, 1)).astype(np.int64)
    grid = np.meshgrid(np.flatnonzero(~old), np.flatnonzero(old), indexing="ij")
    return np.sort(np.column_stack([axis.ravel() for axis in grid]), axis=1)


def band_pairs(
    bands: Iterable[NDArray[np.uint32]],
    rows: int,
    refiner: NDArray[np.uint64],
    engine: Engine,
    old: NDArray[np.bool_] | None = None,
) -> Iterator[Positions]:
    """Yield, band after band, the pairs [p, 2] of documents with the same key: up to 15 a document and band.

    In a bucket of more than 16, documents are ordered by eight more bytes of their signatures first, and only those at
    most five places apart are paired: similar ones stand together (as in LSH Forest, Bawa et al. 2005), and the work
    stays linear. With `old`, only pairs of an old and a new document are made, with 16 old ones on both sides.

    Args:
        bands: the keys [n] of each band.
        rows: the permutations in a band.
        refiner: [n] eight bytes of each signature, from the permutations 0 to 7.
        engine: sorts the keys.
        old: [n] which documents are old.
    """
    for band, keys in enumerate(bands):
        yield pairs_in_band(band, keys, rows, refiner, engine, old)


def pairs_in_band(  # noqa: PLR0917
    band: int,
    keys: NDArray[np.uint32],
    rows: int,
    refiner: NDArray[np.uint64],
    engine: Engine,
    old: NDArray[np.bool_] | None = None,
) -> Positions:
    """Return the pairs of one band, the `band`th; see `band_pairs`."""
    turn = 8 * ((band + 1) * rows % 8)  # begin with permutations that are not in this band's key
    order, bucket = _buckets(engine.by_key(keys))
    order = _refined(order, bucket, refiner << np.uint64(turn) | refiner >> np.uint64(-turn % 64))
    return _neighbours(order, bucket) if old is None else _across(order, bucket, old)


def _buckets(ordered: NDArray[np.uint64]) -> tuple[Positions, Positions]:
    """Return the documents that share a key, [s], by key, and the number of each one's bucket [s]."""
    key = (ordered >> np.uint64(32)).astype(np.uint32)
    same = np.zeros(len(ordered) + 1, np.bool_)
    same[1:-1] = key[1:] == key[:-1]
    shared = np.flatnonzero(same[1:] | same[:-1])
    bucket = np.cumsum(~same[shared], dtype=np.int64)
    return (ordered[shared] & np.uint64(0xFFFFFFFF)).astype(np.int64), bucket


def _refined(order: Positions, bucket: Positions, refiner: NDArray[np.uint64]) -> Positions:
    large = np.flatnonzero(_sizes(bucket) > _SMALL)
    if len(large):
        documents = order[large]
        order[large] = documents[np.lexsort((documents, refiner[documents], bucket[large]))]
    return order


def _sizes(bucket: Positions) -> Positions:
    return np.bincount(bucket)[bucket]


def _neighbours(order: Positions, bucket: Positions) -> Positions:
    found: list[Positions] = [np.empty((0, 2), np.int64)]
    reach = np.where(_sizes(bucket) > _SMALL, _WINDOW, _SMALL)
    for step in range(1, min(_SMALL, len(order))):
        same = np.flatnonzero((bucket[step:] == bucket[:-step]) & (reach[step:] >= step))
        if not len(same):
            break
        found.append(np.column_stack([order[same], order[same + step]]))
    return np.sort(np.concatenate(found), axis=1)


def _across(order: Positions, bucket: Positions, old: NDArray[np.bool_]) -> Positions:
    olds = np.flatnonzero(old[order])
    news = np.flatnonzero(~old[order])
    found: list[Positions] = [np.empty((0, 2), np.int64)]
    following = np.searchsorted(olds, news)
    for step in range(-_SMALL, _SMALL):
        inside = (following + step >= 0) & (following + step < len(olds))
        new, other = news[inside], olds[following[inside] + step]
        same = bucket[new] == bucket[other]
        found.append(np.column_stack([order[new[same]], order[other[same]]]))
    return np.sort(np.concatenate(found), axis=1)
