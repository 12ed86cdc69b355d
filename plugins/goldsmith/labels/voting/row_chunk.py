"""Rows as labeling functions see them: one by one as light views, or column by column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import Any, overload

from goldsmith.chunks import chunks
from goldsmith.errors import InputError
from goldsmith.labels.voting.lowered_column import LoweredColumn

__all__ = ["RowChunk", "RowView", "row_chunks"]


class RowView(SimpleNamespace):
    """A row whose columns are attributes and items, as a pandas Series has them, at a hundredth of the cost.

    >>> row = RowView(text="hello", stars=5)
    >>> row.text, row["stars"], "likes" in row, row.get("likes", 0)
    ('hello', 5, False, 0)
    """

    def __getitem__(self, column: str) -> Any:
        """Return a column's value."""
        return self.__dict__[column]

    def __contains__(self, column: str) -> bool:
        """Say whether the row has a column."""
        return column in self.__dict__

    def get(self, column: str, default: Any = None) -> Any:
        """Return a column's value, or `default` where the row has none."""
        return self.__dict__.get(column, default)


class RowChunk(Sequence[RowView]):
    """Those of some rows that have a text: a sequence of views, and columns made once for all functions.

    Attributes:
        first: the number of the chunk's first row among all rows.
        size: how many rows it stands for, n.
        there: which of them have a text, [k] rising numbers in [0, n).
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]], text_column: str, first: int = 0) -> None:
        """Take n rows."""
        self.first = first
        self.size = len(rows)
        self.there = [at for at, row in enumerate(rows) if isinstance(row.get(text_column), str)]
        self._rows = rows if len(self.there) == self.size else [rows[at] for at in self.there]
        self._lowered: dict[str, LoweredColumn] = {}

    def __len__(self) -> int:
        """Return k, the number of rows with a text."""
        return len(self.there)

    @overload
    def __getitem__(self, at: int) -> RowView: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RowView]: ...
    def __getitem__(self, at: int | slice) -> RowView | Sequence[RowView]:
        """Return a view, or some."""
        return self._views[at]

    def __iter__(self) -> Iterator[RowView]:
        """Yield the views."""
        return iter(self._views)

    @cached_property
    def _views(self) -> list[RowView]:
        return [RowView(**row) for row in self._rows]

    def column(self, name: str) -> list[Any]:
        """Return a column's values, [k], None where a row has none.

        Raises:
            InputError: no row has it.
        """
        if self._rows and not any(name in row for row in self._rows):
            raise InputError(f"no row has a column {name!r}, only {sorted(self._rows[0])}")
        return [row.get(name) for row in self._rows]

    def lowered(self, name: str) -> LoweredColumn:
        """Return a column's texts, [k], to look for words in."""
        if name not in self._lowered:
            self._lowered[name] = LoweredColumn(self.column(name))
        return self._lowered[name]


def row_chunks(data: Any, text_column: str, size: int) -> Iterator[RowChunk]:
    """Cut rows, a pandas DataFrame or a `datasets.Dataset` into chunks of at most `size` rows.

    Raises:
        InputError: `data` is no such thing, or a table without the text column.

    >>> [(len(chunk), chunk.size) for chunk in row_chunks([{"text": "a"}, {"text": None}, {"text": "b"}], "text", 2)]
    [(1, 2), (1, 1)]
    """
    first = 0
    for rows in _parts(data, text_column, size):
        yield RowChunk(rows, text_column, first)
        first += len(rows)


def _parts(data: Any, text_column: str, size: int) -> Iterator[list[dict[str, Any]]]:
    names = getattr(data, "column_names", None)
    names = getattr(data, "columns", None) if names is None else names
    if names is None:
        yield from _listed(data, size)
        return
    if text_column not in list(names):
        raise InputError(f"there is no column {text_column!r}, only {list(names)}: set text_column")
    for start in range(0, len(data), size):
        columns = _columns(data, slice(start, start + size))
        yield [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _listed(data: Any, size: int) -> Iterator[list[dict[str, Any]]]:
    if isinstance(data, str | bytes | Mapping) or not hasattr(data, "__iter__"):
        raise InputError(f"wanted rows, a DataFrame or a Dataset, got a {type(data).__name__}")
    yield from chunks(data, size)


def _columns(data: Any, rows: slice) -> dict[str, Iterable[Any]]:
    """Return name -> values of some rows of a Dataset, or of a DataFrame."""
    if not hasattr(data, "iloc"):
        part = data[rows]
        return dict(part if isinstance(part, Mapping) else part.to_pydict())  # the latter is pyarrow's
    part = data.iloc[rows]
    return {str(name): part.iloc[:, at].tolist() for at, name in enumerate(part.columns)}
