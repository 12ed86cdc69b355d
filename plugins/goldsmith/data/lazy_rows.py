"""Rows that are read when they are asked for."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["LazyRows", "joined_rows"]

Row = Mapping[str, Any]


class LazyRows(Sequence[Row]):
    """A sequence of rows of which none is held: each is made anew whenever it is asked for.

    >>> squares = LazyRows(4, lambda number: {"id": str(number), "square": number**2})
    >>> len(squares), squares[-1], [row["square"] for row in squares.at([3, 1]).each(lambda row: row | {"more": 1})]
    (4, {'id': '3', 'square': 9}, [9, 1])
    """

    def __init__(self, count: int, row_at: Callable[[int], Row]) -> None:
        """Hold where rows come from.

        Args:
            count: how many there are.
            row_at: returns the row of a number in [0, count).
        """
        self._count, self._row_at = count, row_at

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._count

    @overload
    def __getitem__(self, number: int) -> Row: ...
    @overload
    def __getitem__(self, number: slice) -> list[Row]: ...
    def __getitem__(self, number: int | slice) -> Row | list[Row]:
        """Return a row, or the list of some."""
        if isinstance(number, slice):
            return [self._row_at(one) for one in range(self._count)[number]]
        return self._row_at(range(self._count)[number])

    def __iter__(self) -> Iterator[Row]:
        """Read one after the other."""
        return map(self._row_at, range(self._count))

    def at(self, numbers: "Sequence[int] | npt.NDArray[np.integer[Any]]") -> "LazyRows":
        """Return some of the rows, by their numbers and in that order."""
        return LazyRows(len(numbers), lambda number: self._row_at(int(numbers[number])))

    def each(self, change: Callable[[Any], Row]) -> "LazyRows":
        """Return the rows as `change` makes them."""
        return LazyRows(self._count, lambda number: change(self._row_at(number)))


def joined_rows(parts: Sequence[Sequence[Row]]) -> LazyRows:
    """Return the rows of several sequences, one after the other.

    >>> [row["n"] for row in joined_rows([[{"n": 1}], [], [{"n": 2}, {"n": 3}]])]
    [1, 2, 3]
    """
    ends = list(accumulate(map(len, parts)))

    def row_at(number: int) -> Row:
        part = bisect_right(ends, number)
        return parts[part][number - (ends[part - 1] if part else 0)]

    return LazyRows(ends[-1] if ends else 0, row_at)
