"""What curation did to a data set: each measure before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from goldsmith.errors import InputError
from goldsmith.quality.html_report.table import Column, Table
from goldsmith.quality.measure import Measure
from goldsmith.quality.measure_sections import with_interval
from goldsmith.quality.quality_report import QualityReport, report

__all__ = ["before_and_after"]

Rows = Iterable[Mapping[str, Any]]

_NOTE = (
    "With intervals. What depends on the number of rows was measured on {:,} rows of each. Copies make rows alike: where they"
    " went, diversity rises."
)


def before_and_after(
    before: Rows, after: Rows, *, text: str = "text", sample: int = 1_000, **options: Any
) -> QualityReport:
    """Measure the rows that were kept, and beside each measure those they were chosen from.

    Args:
        before: all rows; whatever marks they have, all count.
        after: those that were kept, and perhaps changed.
        text: the column that is measured, of both.
        sample: rows for what depends on their number; no more than there are in `after`, so that both are compared at one size.
        options: of `report`, for both, such as `language` or `evaluation`.

    Returns:
        The report on `after`, with the table of both at its top, and the measures of `after`.

    Raises:
        InputError: there are no rows, or what `report` raises.

    >>> page = before_and_after([{"text": "rain rain"}] * 2, [{"text": "Nice rain."}])
    >>> page.sections[1].rows[0][:3]
    ['diversity: distinct-1', '50.0%', '100.0%']
    """
    given, kept = [{**row, "keep": True} for row in before], [dict(row) for row in after]
    if not given or not kept:
        raise InputError(f"expected rows before and after, got {len(given)} and {len(kept)}")
    size = min(sample, len(kept))
    first, last = (report(rows, text=text, sample=size, **options) for rows in (given, kept))
    beside = Table(
        "Before and after",
        ["measure", "before", "after", Column("definition")],
        list(_rows(first, last)),
        note=_NOTE.format(size),
    )
    told = f"{len(kept):,} rows of {len(given):,}, column {text!r}"
    return replace(last, subtitle=told, sections=[last.sections[0], beside, *last.sections[1:]])


def _rows(first: QualityReport, last: QualityReport) -> Iterator[list[str]]:
    for part, measures in last.measures.items():
        earlier = {one.name: one for one in _single(first.measures.get(part, ()))}
        for one in _single(measures):
            if one.name in earlier:
                yield [
                    f"{part}: {one.name}",
                    with_interval(earlier[one.name]),
                    with_interval(one),
                    one.definition,
                ]


def _single(measures: Any) -> list[Measure]:
    try:
        return [one for one in measures if isinstance(one, Measure)]
    except TypeError:  # distributions and generations, which are no single numbers
        return []
