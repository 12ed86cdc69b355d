"""The questions that a test set has already."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from goldsmith.rag.similar_pairs import unit_vectors
from goldsmith.text import letters_and_digits

__all__ = ["KnownQuestions"]


class KnownQuestions:
    """Tells whether a question says what another one says: in the same letters, or with a cosine that is enough."""

    def __init__(self, cosine: float = 0.9) -> None:
        """Begin with none; `cosine` is the least of two questions that say the same."""
        self._cosine = cosine
        self._ids: list[str] = []
        self._texts: dict[str, str] = {}
        self._vectors: list[Any] = []
        self._of_chunk: dict[str, list[str]] = {}

    def add(self, key: str, text: str, vector: list[float], chunks: Iterable[str] = ()) -> None:
        """Add a question with its id, its embedding and the ids of the chunks it is made of."""
        self._ids.append(key)
        self._texts.setdefault(letters_and_digits(text), key)
        self._vectors.append(unit_vectors([vector])[0])
        for chunk in chunks:
            self._of_chunk.setdefault(chunk, []).append(text)

    def repeated(self, text: str, vector: list[float]) -> str:
        """Return why a question is not new, "" if it is.

        >>> known = KnownQuestions()
        >>> known.add("a", "Who was Ada?", [1.0, 0.0])
        >>> known.repeated("who was ADA", [0.0, 1.0]), known.repeated("When?", [0.0, 1.0])
        ('the same as a (1.00)', '')
        """
        if not self._ids:
            return ""
        if twin := self._texts.get(letters_and_digits(text)):
            return f"the same as {twin} (1.00)"
        cosines = np.stack(self._vectors) @ unit_vectors([vector])[0]
        best = int(np.argmax(cosines))
        return f"the same as {self._ids[best]} ({cosines[best]:.2f})" if cosines[best] >= self._cosine else ""

    def asked_about(self, chunks: Iterable[str], most: int = 10) -> list[str]:
        """Return the latest questions made of any of some chunks."""
        found = dict.fromkeys(text for chunk in chunks for text in self._of_chunk.get(chunk, []))
        return list(found)[-most:]
