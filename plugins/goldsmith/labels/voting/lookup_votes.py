"""A labeling function that looks a value up."""

from collections.abc import Hashable, Mapping
from typing import Any

from goldsmith.errors import InputError
from goldsmith.labels.voting.row_chunk import RowChunk

__all__ = ["LookupVotes"]


class LookupVotes:
    """Vote as a table says of a column's value, such as a domain or an author; abstain where it says nothing.

    >>> known = LookupVotes("known", {"shop.example": 1, "wiki.example": 0}, column="domain")
    >>> known.vote_column(RowChunk([{"text": "a", "domain": "wiki.example"}, {"text": "b", "domain": None}], "text"))
    [0, -1]
    """

    def __init__(self, name: str, table: Mapping[Any, int], *, column: str) -> None:
        """Take a table.

        Args:
            name: the function's.
            table: value -> class, each at least 0.
            column: where the value is; one that cannot be looked up, such as a list, is abstained on.

        Raises:
            InputError: the table is empty, or votes for what is no class.
        """
        if not table or min(table.values()) < 0:
            raise InputError(f"{name}: wanted a table of values and classes >= 0, got {dict(table)!r:.80}")
        self.name = name
        self.table = dict(table)
        self.column = column

    def __call__(self, row: Any) -> int:
        """Return the vote on one row."""
        return self._vote(getattr(row, self.column))

    def vote_column(self, rows: RowChunk) -> list[int]:
        """Return the votes on all rows."""
        return [self._vote(value) for value in rows.column(self.column)]

    def _vote(self, value: Any) -> int:
        return self.table.get(value, -1) if isinstance(value, Hashable) else -1
