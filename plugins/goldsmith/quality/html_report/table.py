"""Rows and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from numbers import Integral, Real
from typing import Any, ClassVar

from goldsmith.errors import InputError
from goldsmith.quality.html_report.figure import Style, figure
from goldsmith.quality.html_report.section import Section

__all__ = ["Column", "Table"]


@dataclass(frozen=True)
class Column:
    """The head of a column.

    Attributes:
        name: its name.
        style: "percent" shows 0.934 as 93.4%.
        hint: its definition, listed below the table.
    """

    name: str
    style: Style = "number"
    hint: str = ""


@dataclass(frozen=True)
class Table(Section):
    """A table; columns of numbers are aligned right with equal decimals, None and NaN are "n/a".

    Attributes:
        columns: heads, as `Column` or plain names, [m].
        rows: cells, [n, m].

    Raises:
        InputError: a row with another number of cells than there are columns.

    >>> Table("LFs", ["name", "coverage"], [["has_link", 0.25], ["short", 1]]).cells
    [['has_link', '0.250'], ['short', '1.000']]
    """

    columns: Sequence[Column | str]
    rows: Sequence[Sequence[Any]]

    kind: ClassVar[str] = "table"

    def __post_init__(self) -> None:
        """Check the rows against the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise InputError(
                    f"table {self.title!r} has {len(self.columns)} columns but a row of {len(row)}: {row!r:.80}"
                )

    @property
    def heads(self) -> list[Column]:
        """The columns, each with its style and hint."""
        return [Column(column) if isinstance(column, str) else column for column in self.columns]

    @property
    def numeric(self) -> list[bool]:
        """Whether each column holds only numbers, and at least one."""
        return [_numeric([row[index] for row in self.rows]) for index in range(len(self.columns))]

    @property
    def cells(self) -> list[list[str]]:
        """The cells as text, [n, m]."""
        columns = [
            _column([row[index] for row in self.rows], head, numeric)
            for index, (head, numeric) in enumerate(zip(self.heads, self.numeric, strict=True))
        ]
        return [list(row) for row in zip(*columns, strict=True)]


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _numeric(values: list[Any]) -> bool:
    return any(map(_is_number, values)) and all(value is None or _is_number(value) for value in values)


def _column(values: list[Any], head: Column, numeric: bool) -> list[str]:
    if not numeric:
        return ["n/a" if value is None else str(value) for value in values]
    if head.style == "percent" or all(value is None or isinstance(value, Integral) for value in values):
        return [
            figure(value if value is None or head.style == "percent" else int(value), head.style)
            for value in values
        ]
    return [figure(value) if value is None or not isfinite(value) else f"{value:,.3f}" for value in values]
