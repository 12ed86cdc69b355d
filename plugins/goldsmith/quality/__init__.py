"""What a data set is worth, and the page that says so."""

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
    "distinct_n",
]
