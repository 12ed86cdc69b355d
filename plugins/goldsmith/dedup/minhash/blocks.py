"""The search for near-duplicates in steps that each see a part of the data, for data beyond the memory of one process.

A row's number is its block's number times 2^32 plus its place in the block, and a document's number that of its first row. The steps give
what `search` and `NearDuplicates.duplicates` give: sign each block; find rows whose content an earlier row has; find candidates, a
part of a band at a time; compare them, two parts of the blocks at a time; find the leaders of some clusters at a time.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.leaders import Leaders, leaders
from goldsmith.dedup.minhash.batches import Row
from goldsmith.dedup.minhash.candidates import all_pairs, pairs_in_band
from goldsmith.dedup.minhash.engine import Engine
from goldsmith.dedup.minhash.segment import joined, segments
from goldsmith.dedup.minhash.settings import Settings

__all__ = [
    "Documents",
    "Texts",
    "every_pair",
    "first_rows",
    "leaders_of",
    "pairs_of_band",
    "shingles_in_all",
    "signed",
    "similarities",
]

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]


class Documents(NamedTuple):
    """The distinct documents of a block: content hashes, numbers, eight bytes of each signature, and shingles with repeats, [d]."""

    content: Hashes
    numbers: Numbers
    refiner: Hashes
    sizes: Numbers


class Texts(NamedTuple):
    """Their sorted distinct shingles, flat [s], where each one's begin [d + 1], and their numbers, which ascend [d]."""

    flat: Hashes
    offsets: Numbers
    numbers: Numbers


def signed(
    block: int, texts: Iterable[Row], groups: Iterable[Hashable] | None, settings: Settings, engine: Engine
) -> tuple[Hashes, Documents, NDArray[np.uint32], Texts]:
    """Return the content hash of each row of a block [r], its documents, their band keys [bands, d], and their texts.

    Raises:
        InputError: see `batches`.
    """
    parts = list(segments(texts, groups, settings, engine, threads=1))
    if not parts:
        nothing, none = np.empty(0, np.uint64), np.empty(0, np.int64)
        keys = np.empty((settings.shape[0], 0), np.uint32)
        return (
            nothing,
            Documents(nothing, none, nothing, none),
            keys,
            Texts(nothing, np.zeros(1, np.int64), none),
        )
    whole = joined(parts)
    content, first = np.unique(whole.rows, return_index=True)
    stored = np.unique(whole.content, return_index=True)[1]
    order = np.argsort(first)
    stored = stored[order]
    flat = np.empty(len(whole.shingles), np.uint64)
    lengths = engine.tidy(whole.shingles, whole.offsets, stored, flat)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    numbers = (block << 32) + first[order].astype(np.int64)
    return (
        whole.rows,
        Documents(content[order], numbers, whole.refiner[stored], np.diff(whole.offsets)[stored]),
        whole.keys[:, stored],
        Texts(flat[: offsets[-1]].copy(), offsets, numbers),
    )


def first_rows(
    contents: Iterable[tuple[int, Hashes]], part: int = 0, parts: int = 1
) -> tuple[Numbers, Numbers]:
    """Return the rows whose content an earlier row has, in order, and the first such row of each, of one part of all contents.

    Args:
        contents: each block's number and its rows' content hashes, in order.
        part: which part, from 0.
        parts: how many there are.
    """
    hashes: list[Hashes] = [np.empty(0, np.uint64)]
    numbers: list[Numbers] = [np.empty(0, np.int64)]
    for block, content in contents:
        mine = np.flatnonzero(content % np.uint64(parts) == part)
        hashes.append(content[mine])
        numbers.append((block << 32) + mine)
    number = np.concatenate(numbers)
    _, first, of = np.unique(np.concatenate(hashes), return_index=True, return_inverse=True)
    repeats = np.flatnonzero(first[of] != np.arange(len(of)))
    return number[repeats], number[first[of[repeats]]]


def pairs_of_band(  # noqa: PLR0917
    band: int,
    documents: Iterable[tuple[Documents, NDArray[np.uint32]]],
    repeats: Numbers,
    settings: Settings,
    engine: Engine,
    part: int = 0,
    parts: int = 1,
) -> Numbers:
    """Return the pairs [p, 2] of documents worth comparing that agree in a band, of one part of its keys.

    Args:
        band: its number.
        documents: of each block, and their keys [d] in this band.
        repeats: documents of an earlier block, in order; they are left out.
        settings: of the search.
        engine: sorts the keys.
        part: which part, from 0.
        parts: how many there are.
    """
    found: list[tuple[Hashes, Numbers, Hashes, NDArray[np.uint32]]] = []
    for block, keys in documents:
        mine = np.flatnonzero((keys % np.uint32(parts) == part) & ~_among(block.numbers, repeats))
        found.append((block.content[mine], block.numbers[mine], block.refiner[mine], keys[mine]))
    content, numbers, refiner, key = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(content)  # the order in which `search` has them
    pairs = pairs_in_band(band, key[order], settings.shape[1], refiner[order], engine)
    return np.sort(numbers[order][pairs], axis=1)


def shingles_in_all(documents: Iterable[Documents], repeats: Numbers) -> int:
    """Return how many shingles, repeats included, the documents have but for those of an earlier block."""
    return sum(int(block.sizes[~_among(block.numbers, repeats)].sum()) for block in documents)


def every_pair(documents: Iterable[Documents], repeats: Numbers) -> Numbers:
    """Return every pair [p, 2] of the documents, which must be few."""
    numbers = [block.numbers[~_among(block.numbers, repeats)] for block in documents]
    every = np.concatenate([np.empty(0, np.int64), *numbers])
    return every[all_pairs(len(every))]


def similarities(pairs: Numbers, texts: Iterable[Texts], engine: Engine) -> NDArray[np.float64]:
    """Return the Jaccard similarity of pairs [p, 2] of documents; of the texts, a block each, only what is needed is copied."""
    wanted = np.unique(pairs)
    return _Loaded(wanted, texts, engine).compare(
        np.searchsorted(wanted, pairs[:, 0]), np.searchsorted(wanted, pairs[:, 1])
    )


def leaders_of(
    numbers: Numbers, clusters: Numbers, texts: Iterable[Texts], threshold: float, engine: Engine
) -> Leaders:
    """Return who stands for whom among the documents [m] of some whole clusters, by number, the first best."""
    order = np.argsort(numbers)
    loaded = _Loaded(numbers[order], texts, engine)
    found = leaders(clusters[order], np.arange(len(order)), loaded.compare, threshold)
    back = np.argsort(order)
    return Leaders(numbers[order][found.nodes][back], found.similarity[back])


class _Loaded:
    """The shingles of some documents, whose numbers ascend."""

    def __init__(self, wanted: Numbers, texts: Iterable[Texts], engine: Engine) -> None:
        self._engine = engine
        self._lengths = np.zeros(len(wanted), np.int64)
        flat: list[Hashes] = [np.empty(0, np.uint64)]
        for block in texts:
            here = np.flatnonzero(_among(wanted, block.numbers))
            places = np.searchsorted(block.numbers, wanted[here])
            self._lengths[here] = np.diff(block.offsets)[places]
            flat.append(_picked(block, places))
        self._flat = np.concatenate(flat)
        self._starts = np.cumsum(self._lengths) - self._lengths

    def compare(self, one: Numbers, other: Numbers) -> NDArray[np.float64]:
        return self._engine.jaccard(self._flat, self._starts, self._lengths, one, other)


def _picked(block: Texts, places: Numbers) -> Hashes:
    lengths = np.diff(block.offsets)[places]
    ends = np.cumsum(lengths)
    inside = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    picked: Hashes = block.flat[np.repeat(block.offsets[places], lengths) + inside]
    return picked


def _among(numbers: Numbers, ascending: Sequence[int] | Numbers) -> NDArray[np.bool_]:
    there = np.asarray(ascending)
    if not len(there):
        return np.zeros(len(numbers), np.bool_)
    places = np.minimum(np.searchsorted(there, numbers), len(there) - 1)
    found: NDArray[np.bool_] = there[places] == numbers
    return found
