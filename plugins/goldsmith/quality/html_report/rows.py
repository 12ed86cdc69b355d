"""The rows themselves, to look through."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

    What a row was made of and what was made of it is shown with it, where rows have an `id` and name the ids of their parents in
    `provenance`, `parents` or `parent_id`. A facet of many different numbers is a range.

    On paper and without JavaScript the first ten rows stand in for it.

    Attributes:
        rows: dictionaries, [n], of any values; a `datasets.Dataset` will do.
        columns: the columns of the list; by default the first six of the first row.
        facets: columns of few values, or of numbers, to filter by, such as label, source, route, drop_reason or a score.

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
        """What the browser reads: column names, which to show, which are facets, lineage, and cells, [n, m]."""
        names = self.names
        return {
            "columns": plain(names),
            "shown": [names.index(name) for name in self.shown],
            "facets": [names.index(name) for name in self.facets if name in names],
            "lineage": self.lineage,
            "rows": [[plain(row.get(name)) for name in names] for row in self.rows],
        }

    @property
    def lineage(self) -> list[Json]:
        """Pairs of row numbers, a child and a row that it was made of."""
        number = {str(row["id"]): at for at, row in enumerate(self.rows) if row.get("id") is not None}
        return [
            [at, number[parent]]
            for at, row in enumerate(self.rows)
            for parent in dict.fromkeys(map(str, _parents(row)))
            if number.get(parent, at) != at
        ]

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(tuple(self.rows))

    @property
    def preview(self) -> list[list[str]]:
        """The first rows as short text, for paper."""
        return [[_short(row.get(name)) for name in self.shown] for row in tuple(self.rows)[:PREVIEW]]


def _parents(row: Mapping[str, Any]) -> Iterator[Any]:
    origin = row.get("provenance")
    told = [row.get("parents"), origin.get("parents") if isinstance(origin, Mapping) else None]
    for several in told:
        yield from several if isinstance(several, list | tuple) else ()
    if row.get("parent_id") is not None:
        yield row["parent_id"]


def _short(value: Any) -> str:
    text = "" if value is None else str(plain(value))
    return text if len(text) <= LONGEST_PREVIEW else text[: LONGEST_PREVIEW - 1] + "…"
