"""A labeling function that looks for a regular expression."""

import re
from typing import Any

from goldsmith.errors import InputError
from goldsmith.labels.voting.row_chunk import RowChunk

__all__ = ["PatternVotes"]


class PatternVotes:
    r"""Vote for a class where a regular expression is found in the text; abstain elsewhere.

    >>> money = PatternVotes("money", r"[$€]\s?[0-9]", label=1)
    >>> money.vote_column(RowChunk([{"text": "only $ 5"}, {"text": "five dollars"}], "text"))
    [1, -1]
    """

    def __init__(
        self,
        name: str,
        pattern: str | re.Pattern[str],
        label: int,
        *,
        column: str = "text",
        flags: int = re.IGNORECASE,
    ) -> None:
        """Take a pattern.

        Args:
            name: the function's.
            pattern: Python's; a compiled one has flags of its own.
            label: the class voted for, at least 0.
            column: where the text is; what is no text is abstained on.
            flags: of `re`, by default that case does not matter.

        Raises:
            InputError: the pattern does not compile, or the label is no class.
        """
        try:
            self.pattern = re.compile(pattern, flags) if isinstance(pattern, str) else pattern
        except re.error as err:
            raise InputError(f"{name}: the pattern {pattern!r} does not compile: {err}") from err
        if label < 0:
            raise InputError(f"{name}: wanted a label >= 0, got {label}")
        self.name = name
        self.label = label
        self.column = column

    def __call__(self, row: Any) -> int:
        """Return the vote on one row."""
        text = getattr(row, self.column)
        return self.label if isinstance(text, str) and self.pattern.search(text) else -1

    def vote_column(self, rows: RowChunk) -> list[int]:
        """Return the votes on all rows."""
        found, label = self.pattern.search, self.label
        return [label if isinstance(text, str) and found(text) else -1 for text in rows.column(self.column)]
