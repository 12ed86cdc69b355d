"""The words and word n-grams of many texts as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.filters.words import split_words
from goldsmith.text import normalise

__all__ = ["LONGEST", "Grams", "gram_levels", "words_of"]

Ints = npt.NDArray[np.int64]

LONGEST = 20_000  # characters of a text that are read


def words_of(text: str, longest: int = LONGEST) -> list[str]:
    r"""Return the words of the first `longest` characters, as all measures of quality count them.

    They are the runs between white space of the normalised text; in scripts written without blanks each character is one.

    >>> words_of("The CAT\u200b sat, 日本")
    ['the', 'cat', 'sat,', '日', '本']
    """
    return split_words(normalise(text[:longest]))


@dataclass(frozen=True)
class Grams:
    """All n-grams of one length in n texts, none across two texts.

    Attributes:
        n: words of a gram.
        ids: [g] which gram each is, from 0 to `count` - 1.
        rows: [g] the text in which it stands, ascending.
        starts: [g] the position, among the words of all texts, at which it begins.
        count: different grams.
        texts: how many texts there are, those without a gram included.
    """

    n: int
    ids: Ints
    rows: Ints
    starts: Ints
    count: int
    texts: int


def gram_levels(texts: Sequence[Sequence[str]], longest: int) -> list[Grams]:
    """Return the n-grams for n = 1 to `longest` of texts that are given as words.

    Each length takes one sort of the words' numbers: an (n+1)-gram is an n-gram and the word after it.

    >>> pairs = gram_levels([["a", "b", "a", "b"], ["b"]], 2)[1]
    >>> pairs.ids.tolist(), pairs.rows.tolist(), pairs.count
    ([0, 1, 0], [0, 0, 0], 2)
    """
    known: dict[str, int] = {}
    words = np.fromiter((known.setdefault(word, len(known)) for text in texts for word in text), np.int64)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    levels = [Grams(1, words, rows, np.arange(len(words)), len(known), len(texts))]
    for n in range(2, longest + 1):
        levels.append(_longer(levels[-1], words, rows, len(known), n))
    return levels


def _longer(shorter: Grams, words: Ints, rows: Ints, vocabulary: int, n: int) -> Grams:
    ends = shorter.starts + n - 1
    goes_on = ends < len(words)
    goes_on[goes_on] = rows[ends[goes_on]] == shorter.rows[goes_on]
    keys = shorter.ids[goes_on] * max(vocabulary, 1) + words[ends[goes_on]]
    different, ids = np.unique(keys, return_inverse=True)
    return Grams(n, ids, shorter.rows[goes_on], shorter.starts[goes_on], len(different), shorter.texts)
