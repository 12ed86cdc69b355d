"""Texts that a classifier will be tested on, and that no new text may come near."""

from collections.abc import Sequence

from goldsmith.dedup import NearDuplicateIndex
from goldsmith.text import letters_and_digits

__all__ = ["HeldOut"]


class HeldOut:
    """The texts of validation and test splits, to be searched.

    >>> HeldOut(["The cat sat on the mat today."]).reasons(["the cat sat on the mat, today", "A dog ran."])
    ['leak: says what held-out text 0 does', '']
    """

    def __init__(self, texts: Sequence[str], *, threshold: float = 0.58) -> None:
        """Take them in; `threshold` is the least Jaccard similarity of `goldsmith.dedup.near_duplicates`."""
        self._same = {letters_and_digits(text): number for number, text in reversed(list(enumerate(texts)))}
        self._index = NearDuplicateIndex(threshold=threshold)
        self._index.add(list(texts))

    def reasons(self, texts: Sequence[str]) -> list[str]:
        """Return for each text why it cannot be trained on, "" if it can; a text without letters and digits leaks nothing."""
        found = self._index.match(list(texts))
        return [
            self._reason(letters_and_digits(text), int(row), float(similarity))
            for text, row, similarity in zip(texts, found.rows, found.similarity, strict=True)
        ]

    def _reason(self, plain: str, row: int, similarity: float) -> str:
        if not plain:
            return ""
        if (same := self._same.get(plain)) is not None:
            return f"leak: says what held-out text {same} does"
        return (
            f"leak: near-duplicate of held-out text {row} (similarity {similarity:.2f})" if row >= 0 else ""
        )
