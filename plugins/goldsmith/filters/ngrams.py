"""The repeated word n-grams of one text, exactly, for n = 2 up to 10 in one pass each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["RepeatedNgrams", "repeated_ngrams"]


@dataclass(frozen=True)
class RepeatedNgrams:
    """Every n-gram of one length that occurs at least twice.

    Attributes:
        n: words in a gram.
        starts: [k] the word at which each occurrence begins, ascending.
        grams: [k] which gram it is, an index below `counts.size`.
        counts: occurrences of each gram, at least 2.
        firsts: for each gram, the position in `starts` of its first occurrence.
    """

    n: int
    starts: NDArray[np.intp]
    grams: NDArray[np.intp]
    counts: NDArray[np.intp]
    firsts: NDArray[np.intp]


def repeated_ngrams(words: Sequence[str], longest: int) -> Iterator[RepeatedNgrams]:
    """Yield the repeated n-grams for n = 2, 3, ... `longest`, as far as there are any.

    An n-gram can only repeat where both (n-1)-grams in it do, so each length looks at what the one before left over:
    in ordinary prose almost nothing, in the worst case all words, sorted once a length.
    """
    ids: dict[str, int] = {}
    named = np.fromiter((ids.setdefault(word, len(ids)) for word in words), np.int64, len(words))
    level = _repeated(1, np.arange(named.size), named)
    for n in range(2, longest + 1):
        if level.starts.size < 2:
            return
        follows = np.flatnonzero(np.diff(level.starts) == 1)
        pairs = level.grams[follows] * (level.counts.size + 1) + level.grams[follows + 1]
        level = _repeated(n, level.starts[follows], pairs)
        yield level


def _repeated(n: int, starts: NDArray[np.intp], keys: NDArray[np.int64]) -> RepeatedNgrams:
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    often = counts > 1
    kept = np.flatnonzero(often[inverse])
    grams = (np.cumsum(often) - 1)[inverse[kept]]
    firsts = np.full(int(often.sum()), kept.size, np.intp)
    np.minimum.at(firsts, grams, np.arange(kept.size))
    return RepeatedNgrams(n, starts[kept], grams, counts[often], firsts)
