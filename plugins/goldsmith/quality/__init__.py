"""What a data set is worth, and the page that says so."""

from goldsmith.quality.cost_quality_report import cost_quality_report
from goldsmith.quality.distinct_n import distinct_n
from goldsmith.quality.html_report import (
    Bar,
    Bars,
    Column,
    Flow,
    Histogram,
    Line,
    Lines,
    Mark,
    Numbers,
    Reliability,
    Report,
    Rows,
    Section,
    Stage,
    Table,
    Text,
    Tile,
)

__all__ = [
    "Bar",
    "Bars",
    "Column",
    "Flow",
    "Histogram",
    "Line",
    "Lines",
    "Mark",
    "Numbers",
    "Reliability",
    "Report",
    "Rows",
    "Section",
    "Stage",
    "Table",
    "Text",
    "Tile",
    "cost_quality_report",
    "distinct_n",
]
