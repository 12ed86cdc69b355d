"""How near a text comes to anything in a pool."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.rouge_l.words import Words, rouge_words, unicode_words
from goldsmith.errors import InputError
from goldsmith.extras import require

__all__ = ["MostSimilar", "RougeLNovelty"]


class MostSimilar(NamedTuple):
    """A pooled text and its ROUGE-L F-measure, in [0, 1]; row -1 at 0 if nothing in the pool has a word in common."""

    row: int
    similarity: float


class RougeLNovelty:
    """A growing pool of texts, asked for the one that is most similar to a new text.

    Similarity is the F-measure of ROUGE-L (Lin 2004): with the longest common subsequence of words, L, of texts of m and
    n words, 2PR / (P + R) for P = L / n and R = L / m. Its floats are those of the `rouge_score` library bit for bit, so
    that "> 0.7" decides alike; of equally similar texts the first is named.

    No text of the pool is passed over, but for most the words cannot be common enough to matter, which is seen from 256
    bits; for the others L is counted 64 words at once (Hyyro 2004). A pool keeps 4 bytes a word and 44 a text.

    >>> pool = RougeLNovelty()
    >>> pool.add(["Write a poem about the sea.", "Name three rivers in Europe."])
    >>> pool.most_similar(["Write a song about the sea!"])
    [MostSimilar(row=0, similarity=0.8333333333333334)]
    """

    def __init__(self, *, words: Words = "rouge") -> None:
        """Begin an empty pool.

        Args:
            words: "rouge" for the words of `rouge_score`, which knows no letters but a to z; "unicode" for those of any
                script.

        Raises:
            InputError: there are no such words.
            MissingExtraError: numba is not installed.
        """
        if words not in ("rouge", "unicode"):
            raise InputError(f"words must be 'rouge' or 'unicode', got {words!r}")
        require("numba", extra="dedup")
        self._kernel: Any = import_module("goldsmith.dedup.rouge_l.kernel")
        self._words = rouge_words if words == "rouge" else unicode_words
        self._ids: dict[str, int] = {}
        self._count = 0
        self._pool: Any = self._kernel.Pool(
            np.zeros(0, np.int32),
            np.zeros(1, np.int64),
            np.zeros((0, self._kernel.SIGNATURE_WORDS), np.uint64),
            np.zeros(0, np.int32),
        )

    def __len__(self) -> int:
        """Return the number of pooled texts."""
        return self._count

    def add(self, texts: Iterable[str]) -> None:
        """Pool some more texts, which are numbered on from those already here."""
        for text in texts:
            self._add([self._ids.setdefault(word, len(self._ids)) for word in self._words(text)])

    def most_similar(self, texts: Iterable[str]) -> list[MostSimilar]:
        """Return for each of the texts, which are not added, the most similar in the pool."""
        return [self._most_similar(self._words(text)) for text in texts]

    def _most_similar(self, words: list[str]) -> MostSimilar:
        known = np.array([self._ids[word] for word in words if word in self._ids], np.int32)
        found = self._kernel.most_similar(self._pool, self._count, len(self._ids), known, len(words))
        return MostSimilar(*found)

    def _add(self, ids: list[int]) -> None:
        tokens, starts, signatures, extra = self._pool
        text, start = self._count, int(starts[self._count])
        end = start + len(ids)
        self._pool = self._kernel.Pool(
            _with_room(tokens, end),
            _with_room(starts, text + 2),
            _with_room(signatures, text + 1),
            _with_room(extra, text + 1),
        )
        self._pool.tokens[start:end] = ids
        self._pool.starts[text + 1] = end
        marked = self._kernel.sign(self._pool.tokens[start:end], self._pool.signatures[text])
        self._pool.extra[text] = len(ids) - marked
        self._count += 1


def _with_room(values: NDArray[Any], size: int) -> NDArray[Any]:
    if size <= len(values):
        return values
    grown = np.zeros((max(size, 2 * len(values)), *values.shape[1:]), values.dtype)
    grown[: len(values)] = values
    return grown
