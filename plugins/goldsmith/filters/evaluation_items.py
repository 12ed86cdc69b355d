"""Which rows have something of a test set in them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from goldsmith.dedup import Reading, disagreement, read
from goldsmith.dedup.unit_vectors import Vectors, unit_vectors
from goldsmith.errors import InputError
from goldsmith.filters.words import UNSPACED_WORD, checked, split_words
from goldsmith.text import letters_and_digits

__all__ = ["EvaluationItems", "Overlap", "contamination_reason"]

Words = tuple[str, ...]
Spans = tuple[tuple[int, int], ...]

_READ = 32  # items that are nearest to a row, of those near enough, whose words are compared with the row's
_CACHED = 100  # characters of a word that is worth remembering


@dataclass(frozen=True)
class Overlap:
    """A row beside an evaluation item that stands in it.

    Attributes:
        item: the number of the item.
        share: of the item's words that are no boilerplate, how many lie in runs that the row has, in [0, 1].
        words: these runs, as the item has them.
        item_spans: where they begin and end in the item, in code points.
        row_spans: likewise in the row.
        cosine: of their vectors, where that is how they were found, else None.
    """

    item: int
    share: float
    words: tuple[str, ...]
    item_spans: Spans
    row_spans: Spans
    cosine: float | None = None


class EvaluationItems:
    """The items of a test set, to look rows up in.

    A row and an item overlap if more than `covered` of the item's words lie in runs of `n` words that the row has too. Runs that
    more than `most_items` different items have are boilerplate: words in no other run count neither as shared nor as the item's. Words are compared without case and
    punctuation; in scripts written without blanks each character is one. An item of fewer than `n` words is looked for whole.
    Where a row has fewer than `least` words of an item, they must be the whole item, and more than `covered` of the row:
    "What is the capital of" is no contamination, and "yes" is not found in every row that says it.

    With vectors there is a second pass: rows that are near an item and whose words may mean the same
    (`goldsmith.dedup.disagreement`) are paraphrases of it.

    Neither sees a translation, or an item of which a row has less than the share, such as one question of a long passage:
    give the questions as items of their own.

    Args:
        items: each as one text: the question, or question and answer.
        n: words of a run.
        covered: the share of an item's words, in [0, 1].
        most_items: items that may share a run.
        least: words that are enough although they are not the whole item.
        vectors: [m, d] of the items.
        cosine: the least of a paraphrase.
        language: of the items, as `goldsmith.dedup.read` takes it.

    Raises:
        InputError: a bound that makes no sense, or vectors that do not fit.

    >>> items = EvaluationItems(["What is the tallest mountain of the northern Alps in Austria?"])
    >>> (found,) = items.overlaps(["Q: what is the tallest mountain of the Northern Alps? A: Parseierspitze"])[0]
    >>> found.item, round(found.share, 2), found.words
    (0, 0.82, ('What is the tallest mountain of the northern Alps',))
    """

    def __init__(
        self,
        items: Sequence[str],
        *,
        n: int = 4,
        covered: float = 0.4,
        most_items: int = 10,
        least: int = 8,
        vectors: ArrayLike | None = None,
        cosine: float = 0.8,
        language: str = "en",
    ) -> None:
        if n < 1 or most_items < 1 or not 0 <= covered < 1:
            raise InputError(
                f"n and most_items must be at least 1 and covered in [0, 1), got {n}, {most_items}, {covered}"
            )
        self.items = [checked(item) for item in items]
        self.n, self.covered, self.least, self.cosine, self.language = n, covered, least, cosine, language
        self._words = [_words(item) for item in self.items]
        self._places = _postings(self._words, n, most_items)
        self._own = _own_words(self._places, [len(words) for words in self._words], n)
        self._short = sorted({len(words) for words in self._words if 0 < len(words) < n})
        self._vectors = None if vectors is None else unit_vectors(vectors)
        if self._vectors is not None and len(self._vectors) != len(self.items):
            raise InputError(
                f"expected a vector for each of {len(self.items)} items, got {len(self._vectors)}"
            )
        self._readings: dict[int, Reading] = {}

    def overlaps(self, texts: Sequence[str], vectors: ArrayLike | None = None) -> list[list[Overlap]]:
        """Return for each text the items that it overlaps with, most covered first.

        Args:
            texts: the rows, [n].
            vectors: [n, d] of the rows, for paraphrases; the items need them too.

        Raises:
            InputError: a text is no string, or vectors that do not fit.
        """
        found = [self._by_words(checked(text)) for text in texts]
        if vectors is not None:
            self._add_paraphrases(texts, unit_vectors(vectors), found)
        return found

    def _by_words(self, text: str) -> list[Overlap]:
        words = _words(text)
        starts: dict[int, list[int]] = {}
        for n in (*self._short, self.n):
            for gram in self._places.keys() & set(zip(*(words[k:] for k in range(n)), strict=False)):
                for item, place in self._places[gram]:
                    starts.setdefault(item, []).append(place)
        found = []
        for item, places in starts.items():
            covered = _covered(places, min(self.n, len(self._words[item])))
            whole = len(covered) == self._own[item] and len(covered) > self.covered * len(words)
            if len(covered) > self.covered * self._own[item] and (whole or len(covered) >= self.least):
                found.append(self._overlap(text, words, item, covered, places))
        return sorted(found, key=lambda one: (-one.share, one.item))

    def _overlap(self, text: str, words: Words, item: int, covered: list[int], places: list[int]) -> Overlap:
        its = self._words[item]
        n = min(self.n, len(its))
        grams = {its[place : place + n] for place in places}
        there = _covered([k for k in range(len(words) - n + 1) if words[k : k + n] in grams], n)
        spans = _spans(self.items[item], covered)
        said = tuple(self.items[item][begin:end] for begin, end in spans)
        return Overlap(item, len(covered) / self._own[item], said, spans, _spans(text, there))

    def _add_paraphrases(self, texts: Sequence[str], vectors: Vectors, found: list[list[Overlap]]) -> None:
        if self._vectors is None:
            raise InputError("the evaluation items have no vectors to compare these with: give them some")
        if len(vectors) != len(texts) or (self.items and vectors.shape[1:] != self._vectors.shape[1:]):
            raise InputError(
                f"expected {len(texts)} vectors of {self._vectors.shape[1]} numbers, got {list(vectors.shape)}"
            )
        for row, text in enumerate(texts):
            cosines = self._vectors @ vectors[row] if self.items else np.zeros(0)
            near = np.flatnonzero(cosines >= self.cosine)
            near = near[np.argsort(-cosines[near], kind="stable")][:_READ]
            mine = read(text, self.language) if len(near) else None
            known = {one.item for one in found[row]}
            found[row] += [
                Overlap(item, 0.0, (), (), (), min(float(cosines[item]), 1.0))
                for item in near.tolist()
                if mine and item not in known and disagreement(mine, self._reading(item)) is None
            ]

    def _reading(self, item: int) -> Reading:
        if item not in self._readings:
            self._readings[item] = read(self.items[item], self.language)
        return self._readings[item]


def contamination_reason(overlaps: Sequence[Overlap]) -> str | None:
    """Return why a row with these overlaps is to be dropped, None without any.

    >>> contamination_reason([Overlap(3, 0.75, ("a b c d",), ((0, 7),), ((0, 7),))])
    'contamination: has 75% of evaluation item 3'
    >>> contamination_reason([Overlap(3, 0.0, (), (), (), 0.91)])
    'contamination: paraphrases evaluation item 3 (cosine 0.91)'
    """
    if not overlaps:
        return None
    best = overlaps[0]
    if best.cosine is not None:
        return f"contamination: paraphrases evaluation item {best.item} (cosine {best.cosine:.2f})"
    return f"contamination: has {best.share:.0%} of evaluation item {best.item}"


def _postings(items: Sequence[Words], n: int, most_items: int) -> dict[Words, list[tuple[int, int]]]:
    """Return the items and places of each run, without boilerplate; of an item under n words it is all there is."""
    places: dict[Words, list[tuple[int, int]]] = {}
    having: Counter[Words] = Counter()
    for words in set(items):
        having.update({words[k : k + n] for k in range(max(len(words) - n, 0) + 1)})
    for item, words in enumerate(items):
        for k in range(max(len(words) - n, 0) + 1 if words else 0):
            run = words[k : k + n]
            if having[run] <= most_items:
                places.setdefault(run, []).append((item, k))
    return places


def _own_words(places: dict[Words, list[tuple[int, int]]], lengths: list[int], n: int) -> list[int]:
    """Return how many words of each item lie in a run that is no boilerplate."""
    begins: dict[int, list[int]] = {}
    for postings in places.values():
        for item, place in postings:
            begins.setdefault(item, []).append(place)
    return [len(_covered(begins.get(item, []), min(n, length))) for item, length in enumerate(lengths)]


def _covered(places: list[int], n: int) -> list[int]:
    """Return the words that lie in a run of n that begins at one of these places."""
    return sorted({word for place in places for word in range(place, place + n)})


def _spans(text: str, words: list[int]) -> Spans:
    """Return where the runs of words begin and end in the text."""
    at = [match.span() for match in UNSPACED_WORD.finditer(text) if _plain(match.group())]
    ends = [k for k, word in enumerate(words) if k + 1 == len(words) or words[k + 1] != word + 1]
    begins = [0, *(k + 1 for k in ends)]
    return tuple(
        _trimmed(text, at[words[begin]][0], at[words[end]][1])
        for begin, end in zip(begins, ends, strict=False)
    )


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    """Leave out punctuation at both ends."""
    while not text[begin].isalnum() and begin < end - 1:
        begin += 1
    while not text[end - 1].isalnum() and begin < end - 1:
        end -= 1
    return begin, end


def _words(text: str) -> Words:
    return tuple(plain for word in split_words(text) if (plain := _plain(word)))


def _plain(word: str) -> str:
    return _remembered(word) if len(word) <= _CACHED else letters_and_digits(word)


@lru_cache(maxsize=1 << 17)
def _remembered(word: str) -> str:
    return letters_and_digits(word)
