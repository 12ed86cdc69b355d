"""Runs of words that texts share with others, word for word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.quality.word_grams import Grams, gram_levels, words_of

__all__ = ["Shared", "shared_runs"]

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_LONGEST = 1_000_000  # characters of a text


@dataclass(frozen=True)
class Shared:
    """What each text shares with a corpus.

    Attributes:
        words: [n] words of each text.
        covered: [n] of these, how many lie in an n-gram that the corpus has.
        hits: [n] n-grams of the text that the corpus has.
        source: [n] the first corpus row with the text's first such n-gram; -1 without one.
    """

    words: Ints
    covered: Ints
    hits: Ints
    source: Ints

    @property
    def coverage(self) -> npt.NDArray[np.float64]:
        """[n] the share of words that are covered, in [0, 1]; 0 without a word."""
        found: npt.NDArray[np.float64] = self.covered / np.maximum(self.words, 1)
        return found


def shared_runs(
    texts: Sequence[str], corpus: Sequence[str], n: int, *, most_texts: int | None = None
) -> Shared:
    """Return which words of each text lie in a run of `n` words that a row of the corpus has too.

    A text of fewer than `n` words is compared whole: as a run in the corpus. Words are those of `words_of`, of the first million
    characters. Time is that of sorting all words once for each length up to `n`; nothing is quadratic.

    Args:
        texts: [n].
        corpus: other texts.
        n: words of a run.
        most_texts: n-grams in more of the `texts` than this are boilerplate and do not count; None counts all.

    Raises:
        InputError: `n` is below 1.

    >>> found = shared_runs(["one two three four"], ["zero one two three"], 2)
    >>> found.covered.tolist(), found.words.tolist(), found.source.tolist()
    ([3], [4], [0])
    """
    if n < 1:
        raise InputError(f"a run has at least one word, got {n}")
    split = [words_of(text, _LONGEST) for text in (*texts, *corpus)]
    lengths = np.array([len(words) for words in split[: len(texts)]], np.int64)
    begins = np.concatenate([[0], np.cumsum(lengths)])
    edges = np.zeros(int(begins[-1]) + 1, np.int64)
    hits = np.zeros(len(texts), np.int64)
    source = np.full(len(texts), -1)
    for grams in gram_levels(split, n):
        ours, first = _in_corpus(grams, len(texts), most_texts)
        whole = lengths[grams.rows[ours]] == grams.n
        ours, first = (ours, first) if grams.n == n else (ours[whole], first[whole])
        np.add.at(edges, grams.starts[ours], 1)
        np.add.at(edges, grams.starts[ours] + grams.n, -1)
        hits += np.bincount(grams.rows[ours], minlength=len(texts))
        source[grams.rows[ours][::-1]] = first[::-1]
    covered = np.concatenate([[0], np.cumsum(np.cumsum(edges[:-1]) > 0)])
    return Shared(lengths, covered[begins[1:]] - covered[begins[:-1]], hits, source)


def _in_corpus(grams: Grams, texts: int, most_texts: int | None) -> tuple[Ints, Ints]:
    """Return the positions of the texts' n-grams that the corpus has, and the corpus row that has each first."""
    cut = int(np.searchsorted(grams.rows, texts))
    first = np.full(grams.count, -1)
    first[grams.ids[cut:][::-1]] = grams.rows[cut:][::-1] - texts
    counted = first >= 0
    if most_texts is not None:
        pairs = np.unique(grams.ids[:cut] * max(texts, 1) + grams.rows[:cut]) // max(texts, 1)
        counted &= np.bincount(pairs, minlength=grams.count) <= most_texts
    ours = np.flatnonzero(counted[grams.ids[:cut]])
    return ours, first[grams.ids[ours]]
