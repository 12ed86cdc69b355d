"""A labeling function that looks for words."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from goldsmith.errors import InputError
from goldsmith.labels.voting.row_chunk import RowChunk

__all__ = ["KeywordVotes"]


class KeywordVotes:
    """Vote for a class where one of some words or phrases is in the text, whatever its case; abstain elsewhere.

    >>> spam = KeywordVotes("spam", ["free", "check out"], label=1)
    >>> spam.vote_column(RowChunk([{"text": "Check out!"}, {"text": "freedom"}, {"text": "it is FREE"}], "text"))
    [1, -1, 1]
    """

    def __init__(
        self,
        name: str,
        keywords: Sequence[str],
        label: int,
        *,
        column: str = "text",
        whole_words: bool = True,
    ) -> None:
        """Take words.

        Args:
            name: the function's.
            keywords: words or phrases, none of them empty.
            label: the class voted for, at least 0.
            column: where the text is; what is no text is abstained on.
            whole_words: no letter, digit or underscore may stand before or after the keyword.

        Raises:
            InputError: there is no keyword, one is empty or holds a zero character, or the label is no class.
        """
        words = [keywords] if isinstance(keywords, str) else list(keywords)
        if not words or label < 0 or any(not word.strip() or "\0" in word for word in words):
            raise InputError(
                f"{name}: wanted keywords that are not empty and a label >= 0, got {words} and {label}"
            )
        self.name = name
        self.keywords = tuple(dict.fromkeys(word.lower() for word in words))
        self.label = label
        self.column = column
        self.whole_words = whole_words
        either = "|".join(map(re.escape, self.keywords))
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)" if whole_words else either)

    def __call__(self, row: Any) -> int:
        """Return the vote on one row."""
        text = getattr(row, self.column)
        return self.label if isinstance(text, str) and self._pattern.search(text.lower()) else -1

    def vote_column(self, rows: RowChunk) -> list[int]:
        """Return the votes on all rows."""
        votes = np.full(len(rows), -1)
        for word in self.keywords:
            votes[rows.lowered(self.column).rows_with(word, whole=self.whole_words)] = self.label
        return votes.tolist()
