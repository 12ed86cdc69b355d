"""One self-contained HTML page: numbers, plots, tables and a browser for the rows behind them."""

from goldsmith.quality.html_report.bars import Bar, Bars
from goldsmith.quality.html_report.flow import Flow, Stage
from goldsmith.quality.html_report.histogram import Histogram, Mark
from goldsmith.quality.html_report.lines import Line, Lines
from goldsmith.quality.html_report.numbers import Numbers, Tile
from goldsmith.quality.html_report.reliability import Reliability
from goldsmith.quality.html_report.report import Report
from goldsmith.quality.html_report.rows import Rows
from goldsmith.quality.html_report.section import Section
from goldsmith.quality.html_report.side_by_side import Pair, SideBySide
from goldsmith.quality.html_report.table import Column, Table
from goldsmith.quality.html_report.text import Text

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
    "Pair",
    "Reliability",
    "Report",
    "Rows",
    "Section",
    "SideBySide",
    "Stage",
    "Table",
    "Text",
    "Tile",
]
