"""The words nearest to a word in a table of vectors."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from goldsmith.augment.tokens import Token
from goldsmith.dedup.unit_vectors import unit_vectors
from goldsmith.errors import InputError
from goldsmith.text import normalise

__all__ = ["NeighbourProposer", "WordNeighbours"]


class WordNeighbours:
    """A table of words and their vectors.

    The mean of all vectors is taken off first: what all words share says nothing of how near two are (Mu and Viswanath 2018,
    All-but-the-Top, without its second half).
    """

    def __init__(self, words: Sequence[str], vectors: ArrayLike) -> None:
        """Take the table.

        Args:
            words: [n], each once, as they are looked up.
            vectors: [n, d].

        Raises:
            InputError: they are not equally many, or a word is there twice.
        """
        table = np.asarray(vectors, dtype=np.float32)
        self._places = {word: place for place, word in enumerate(words)}
        if len(self._places) != len(words) or len(table) != len(words):
            raise InputError(f"expected a vector for each of {len(words)} different words, got {len(table)}")
        self._words = list(words)
        self._unit = unit_vectors(table - table.mean(axis=0)) if len(words) else table
        self._nearest = lru_cache(maxsize=20_000)(self._found)

    def nearest(self, word: str, n: int = 10) -> list[tuple[str, float]]:
        """Return the `n` nearest other words with their cosines, the nearest first; none for a word that is not in the table.

        >>> table = WordNeighbours(["cat", "dog", "tax"], [[1, 0.2], [1, 0.3], [-1, 0]])
        >>> [word for word, _ in table.nearest("cat", 1)]
        ['dog']
        """
        return list(self._nearest(word, n))

    def _found(self, word: str, n: int) -> tuple[tuple[str, float], ...]:
        place = self._places.get(word)
        if place is None:
            return ()
        cosines = self._unit @ self._unit[place]
        order = [other for other in np.argsort(-cosines, kind="stable")[: n + 1].tolist() if other != place]
        return tuple((self._words[other], float(cosines[other])) for other in order[:n])


class NeighbourProposer:
    """Proposes the nearest words of a table, whatever stands around."""

    def __init__(self, table: WordNeighbours, min_cosine: float, n: int) -> None:
        """Take the table, the least cosine, and how many neighbours to look at."""
        self._table, self._min_cosine, self._n = table, min_cosine, n

    def __call__(self, text: str, places: Sequence[Token]) -> list[list[str]]:
        """Return the neighbours for each place."""
        del text
        near = (self._table.nearest(normalise(place.text), self._n) for place in places)
        return [[word for word, cosine in words if cosine >= self._min_cosine] for words in near]
