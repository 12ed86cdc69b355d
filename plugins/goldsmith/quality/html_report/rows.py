"""The rows themselves, to look through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from goldsmith.errors import InputError
from goldsmith.quality.html_report.plain import Json, plain
from goldsmith.quality.html_report.section import Section

__all__ = ["Rows"]

PREVIEW = 10
LONGEST_PREVIEW = 200


@dataclass(frozen=True)
class Rows(Section):
    """A browser for rows: search, sort, filter by facet, and every column of one row in full.

    On paper and without JavaScript the first ten rows stand in for it.

    Attributes:
        rows: dictionaries, [n], of any values; a `datasets.Dataset` will do.
        columns: the columns of the list; by default the first six of the first row.
        facets: columns of few values to filter by, such as label, source, route or drop_reason.

    Raises:
        InputError: a column or facet that no row has.
    """

    rows: Iterable[Mapping[str, Any]]
    columns: Sequence[str] = ()
    facets: Sequence[str] = ()

    kind: ClassVar[str] = "rows"

    def __post_init__(self) -> None:
        """Read the rows once and check the columns against them."""
        object.__setattr__(self, "rows", tuple(self.rows))
        names = self.names
        unknown = [name for name in (*self.columns, *self.facets) if name not in names]
        if names and unknown:
            raise InputError(
                f"rows of {self.title!r} have no column {', '.join(unknown)}; they have: {', '.join(names)}"
            )

    @cached_property
    def names(self) -> list[str]:
        """All columns in the order in which rows bring them up."""
        return list(dict.fromkeys(str(name) for row in self.rows for name in row))

    @property
    def shown(self) -> list[str]:
        """The columns of the list."""
        return [name for name in self.columns or self.names[:6] if name in self.names]

    @property
    def data(self) -> Json:
        """What the browser reads: column names, which to show, which are facets, and cells, [n, m]."""
        names = self.names
        return {
            "columns": plain(names),
            "shown": [names.index(name) for name in self.shown],
            "facets": [names.index(name) for name in self.facets if name in names],
            "rows": [[plain(row.get(name)) for name in names] for row in self.rows],
        }

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(tuple(self.rows))

    @property
    def preview(self) -> list[list[str]]:
        """The first rows as short text, for paper."""
        return [[_short(row.get(name)) for name in self.shown] for row in tuple(self.rows)[:PREVIEW]]


def _short(value: Any) -> str:
    text = "" if value is None else str(plain(value))
    return text if len(text) <= LONGEST_PREVIEW else text[: LONGEST_PREVIEW - 1] + "…"
