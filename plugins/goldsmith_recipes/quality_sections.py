"""The dimensions of quality and the risks, in the report of a run."""

from collections.abc import Mapping, Sequence
from typing import Any

from goldsmith.errors import MissingExtraError
from goldsmith.quality import Section, Text, report

__all__ = ["quality_sections"]

Row = Mapping[str, Any]
_FEWEST = 2  # texts


def quality_sections(given: Sequence[Row], kept: Sequence[Row], text: str) -> list[Section]:
    """Return what `goldsmith.quality.report` measures of the kept rows, beside the given ones where those have the text too.

    Args:
        given: rows that the run began with; what people wrote in the same column, naturalness and collapse are measured against.
        kept: rows that it kept.
        text: the column that is measured.
    """
    rows = [{**row, text: row[text]} for row in kept if isinstance(row.get(text), str) and row[text].strip()]
    if len(rows) < _FEWEST:
        return []
    human = [row[text] for row in given if isinstance(row.get(text), str)]
    label = next((name for name in ("final_label", "label") if any(row.get(name) for row in rows)), None)
    attributes = [name for name in ("kind", "operation", "category") if any(row.get(name) for row in rows)]
    try:
        found = report(rows, text=text, label=label, attributes=attributes, human=human or None)
    except MissingExtraError as err:
        return [Text("Quality and risks", f"Not measured: {err}")]
    return list(found.sections[1:])  # the tiles are on top of the report itself
