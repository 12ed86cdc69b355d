"""One self-contained HTML page: numbers, plots, tables and a browser for the rows behind them."""

from goldsmith.quality.report.bars import Bar, Bars
from goldsmith.quality.report.flow import Flow, Stage
from goldsmith.quality.report.histogram import Histogram, Mark
from goldsmith.quality.report.lines import Line, Lines
from goldsmith.quality.report.numbers import Numbers, Tile
from goldsmith.quality.report.reliability import Reliability
from goldsmith.quality.report.report import Report
from goldsmith.quality.report.rows import Rows
from goldsmith.quality.report.section import Section
from goldsmith.quality.report.table import Column, Table
from goldsmith.quality.report.text import Text

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
]
