"""The figures of a run's steps as a table."""

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from goldsmith_distilabel.pipeline.reporting.figures import amount_spent, rate
from goldsmith_distilabel.pipeline.reporting.harmless import harmless
from goldsmith_distilabel.pipeline.reporting.step_report import StepReport

__all__ = ["report_table"]

_LINES_OF_REASONS = 6
_MODEL = ("tokens\nin", "tokens\nout", "cost")


def report_table(steps: Sequence[StepReport], *, ended_early: bool) -> Table:
    """Return a line a step, with a line a reason below it, and one for all.

    Columns for reused rows and for models are there only when there were any. A narrow console folds the cells, none is
    cut off. Of many reasons the commonest are named and the others counted.
    """
    totals = _totals(steps)
    if not any(step.reused_rows for step in steps):
        del totals["reused"]
    if not any(step.used_model for step in steps):
        totals = {heading: total for heading, total in totals.items() if heading not in _MODEL}
    padding = (0, 0 if "reused" in totals and "cost" in totals else 1, 0, 0)
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, padding=padding, header_style="bold", show_footer=len(steps) > 1
    )
    above = (
        "\n" if "cost" in totals else ""
    )  # some headings then take two lines, and all stand on the lower one
    table.add_column(f"{above}step", "all", overflow="fold")
    for heading, total in totals.items():
        shown = heading if "\n" in heading else above + heading
        table.add_column(shown, total, justify="right", overflow="fold")
    for step in steps:
        cells = _cells(step)
        table.add_row(Text(harmless(step.step)), *(cells[heading] for heading in totals))
        for words, rows in _below(step, ended_early=ended_early):
            name = Text(f"  {words}", style="dim")
            table.add_row(name, *(Text(rows.get(heading, ""), style="dim") for heading in totals))
    return table


def _totals(steps: Sequence[StepReport]) -> dict[str, str]:
    """Return the last line, by the columns' headings in their order."""
    return {
        "in": "",
        "out": "",
        "failed": f"{sum(step.failed_rows for step in steps):,}",
        "dropped": f"{sum(step.dropped_rows for step in steps):,}",
        "reused": "",
        "tokens\nin": f"{sum(step.input_tokens for step in steps):,}",
        "tokens\nout": f"{sum(step.output_tokens for step in steps):,}",
        "cost": amount_spent(step.cost for step in steps).replace(" + ", " +\n"),
        "rows/s": "",
    }


def _cells(step: StepReport) -> dict[str, str | Text]:
    return {
        "in": "-" if step.generator else f"{step.rows_in:,}",
        "out": f"{step.rows_out:,}",
        "failed": Text(f"{step.failed_rows:,}", style="red" if step.failed_rows else ""),
        "dropped": Text(f"{step.dropped_rows:,}", style="yellow" if step.dropped_rows else ""),
        "reused": f"{step.reused_rows:,}",
        "tokens\nin": f"{step.input_tokens:,}" if step.used_model else "-",
        "tokens\nout": f"{step.output_tokens:,}" if step.used_model else "-",
        "cost": amount_spent([step.cost]) if step.used_model else "-",
        "rows/s": "-" if step.rows_per_s is None else rate(step.rows_per_s),
    }


def _below(step: StepReport, *, ended_early: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the lines below a step: words, and figures by column."""
    if ended_early and not step.finished:
        yield "unfinished" if step.batches else "not begun", {}
    for column, reasons in (("failed", step.failed), ("dropped", step.dropped)):
        named = len(reasons) if len(reasons) <= _LINES_OF_REASONS else _LINES_OF_REASONS - 1
        for reason in reasons[:named]:
            yield harmless(reason.reason), {column: f"{reason.rows:,}"}
        if reasons[named:]:
            others = sum(reason.rows for reason in reasons[named:])
            yield f"{len(reasons) - named:,} others", {column: f"{others:,}"}
