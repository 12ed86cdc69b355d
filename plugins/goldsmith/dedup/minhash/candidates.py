"""Pairs worth comparing: documents that agree in a band, found by sorting."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["all_pairs", "band_pairs"]

Positions = NDArray[np.int64]

_WINDOW = 15  # a document is compared with so many on each side in a bucket: all of them, up to 16


def all_pairs(count: int, old: NDArray[np.bool_] | None = None) -> Positions:
    """Return every pair [p, 2] of `count` documents; with `old` [count], every pair of an old one and a new one."""
    if old is None:
        return np.column_stack(np.triu_indices(count, 1)).astype(np.int64)
    grid = np.meshgrid(np.flatnonzero(~old), np.flatnonzero(old), indexing="ij")
    return np.sort(np.column_stack([axis.ravel() for axis in grid]), axis=1)


def band_pairs(
    count: int,
    bands: int,
    rows: int,
    keys: Callable[[int], NDArray[np.uint32]],
    refiner: NDArray[np.uint64],
    old: NDArray[np.bool_] | None = None,
) -> Iterator[Positions]:
    """Yield, band after band, the pairs [p, 2] of documents with the same key: at most 15 a document and band, both ways.

    In a bucket of more than 16, documents are ordered by eight more bytes of their signatures first, and only neighbours
    are paired: similar ones stand together (as in LSH Forest, Bawa et al. 2005), and the work stays linear. With `old`,
    only pairs of an old and a new document are made.

    Args:
        count: the documents, n.
        bands: the bands of a signature.
        rows: the permutations in a band.
        keys: gives the keys [n] of a band.
        refiner: [n] eight bytes of each signature, from the permutations 0 to 7.
        old: [n] which documents are old.
    """
    for band in range(bands):
        shift = np.uint64(
            8 * ((band + 1) * rows % 8)
        )  # begin with permutations that are not in this band's key
        order, bucket = _buckets(keys(band), count)
        order = _refined(
            order, bucket, (refiner << shift) | (refiner >> (np.uint64(64) - shift) % np.uint64(64))
        )
        yield _neighbours(order, bucket) if old is None else _across(order, bucket, old)


def _buckets(keys: NDArray[np.uint32], count: int) -> tuple[Positions, Positions]:
    # Packed and sorted in place of an argsort: half the time, and ties come in the documents' order.
    packed = np.sort((keys.astype(np.uint64) << np.uint64(32)) | np.arange(count, dtype=np.uint64))
    key = packed >> np.uint64(32)
    same = np.zeros(count + 1, np.bool_)
    same[1:-1] = key[1:] == key[:-1]
    shared = same[1:] | same[:-1]
    bucket = np.cumsum(~same[:-1][shared])
    return (packed[shared] & np.uint64(0xFFFFFFFF)).astype(np.int64), bucket


def _refined(order: Positions, bucket: Positions, refiner: NDArray[np.uint64]) -> Positions:
    large = np.flatnonzero((np.bincount(bucket) > _WINDOW + 1)[bucket])
    if len(large):
        documents = order[large]
        order[large] = documents[np.lexsort((documents, refiner[documents], bucket[large]))]
    return order


def _neighbours(order: Positions, bucket: Positions) -> Positions:
    found = [np.empty((0, 2), np.int64)]
    for step in range(1, min(_WINDOW, len(order) - 1) + 1):
        same = np.flatnonzero(bucket[step:] == bucket[:-step])
        if not len(same):
            break
        found.append(np.column_stack([order[same], order[same + step]]))
    return np.sort(np.concatenate(found), axis=1)


def _across(order: Positions, bucket: Positions, old: NDArray[np.bool_]) -> Positions:
    olds = np.flatnonzero(old[order])
    news = np.flatnonzero(~old[order])
    found = [np.empty((0, 2), np.int64)]
    following = np.searchsorted(olds, news)
    for step in range(-_WINDOW, _WINDOW):
        inside = (following + step >= 0) & (following + step < len(olds))
        new, other = news[inside], olds[following[inside] + step]
        same = bucket[new] == bucket[other]
        found.append(np.column_stack([order[new[same]], order[other[same]]]))
    return np.sort(np.concatenate(found), axis=1)
