"""The state of a run as a picture that fits the terminal: a bar a step and a line for all."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import ConsoleDimensions, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from goldsmith_distilabel.pipeline.reporting.figures import amount_spent, brief, duration, rate
from goldsmith_distilabel.pipeline.reporting.harmless import harmless
from goldsmith_distilabel.pipeline.reporting.pace import Pace
from goldsmith_distilabel.pipeline.reporting.plain_line import time_left
from goldsmith_distilabel.pipeline.reporting.run_counts import RunCounts, StepCount

__all__ = ["live_view"]

_GAP = 2
_NARROW_BAR, _GOOD_BAR, _WIDE_BAR = 8, 16, 32
_COLUMNS = ("step", "bar", "rows", "rows/s", "tokens/s", "failed", "cost")
_DEAREST_FIRST = ("step", "rows", "bar", "failed", "rows/s", "tokens/s", "cost")
_STYLES = {"failed": "red", "rows/s": "cyan", "tokens/s": "cyan"}


def live_view(counts: RunCounts, pace: Pace, elapsed: float, size: ConsoleDimensions) -> RenderableType:
    """Return a view of at most `size`: on a narrow terminal columns give way, on a low one steps that are not at work."""
    width = size.width - 1  # a full last column makes some terminals wrap
    shown = _most_telling(counts.steps, size.height - 3)
    cells = {step.name: _cells(step, pace) for step in shown}
    widths = _widths(list(cells.values()), width)
    table = Table.grid(padding=(0, _GAP, 0, 0))
    for column in widths:
        table.add_column(
            width=widths[column], no_wrap=True, justify="left" if column in {"step", "bar"} else "right"
        )
    for step in shown:
        table.add_row(
            *(_rendered(step, column, cells[step.name][column], widths[column]) for column in widths)
        )
    lines: list[RenderableType] = [table] if shown else []
    if 0 < len(shown) < len(counts.steps):
        lines.append(Text(f"and {len(counts.steps) - len(shown)} steps more", style="dim"))
    return Group(*lines, _line_for_all(counts, pace, elapsed, width))


def _most_telling(steps: Sequence[StepCount], most: int) -> list[StepCount]:
    """Return at most `most` steps in their order: those at work, then those that wait, then those that are done."""
    by_interest = sorted(steps, key=lambda step: (step.finished, not step.batches))
    kept = {step.name for step in by_interest[: max(most, 0)]}
    return [step for step in steps if step.name in kept]


def _cells(step: StepCount, pace: Pace) -> dict[str, str]:
    speed = pace.rate(step)
    failed = step.failed.total()
    return {
        "step": harmless(step.name).replace("\n", " ").expandtabs(1),
        "bar": "",
        "rows": brief(step.done) if step.total is None else f"{brief(step.done)}/{brief(step.total)}",
        "rows/s": "" if speed.rows is None else f"{rate(speed.rows)} rows/s",
        "tokens/s": f"{rate(speed.tokens)} tok/s" if speed.tokens and step.used_model else "",
        "failed": f"{brief(failed)} failed" if failed else "",
        "cost": amount_spent([step.cost]) if step.used_model and step.cost != 0 else "",
    }


def _widths(rows: Sequence[dict[str, str]], width: int) -> dict[str, int]:
    """Return the columns that fit and their widths; the dearest come first, names and bars share what is left."""
    wanted = {column: max((cell_len(row[column]) for row in rows), default=0) for column in _COLUMNS}
    name = min(wanted["step"], max(12, width // 4), width - wanted["rows"] - 2 * _GAP)
    wanted |= {"step": max(name, 1), "bar": _NARROW_BAR}
    left, kept = width, {}
    for column in _DEAREST_FIRST:
        if not wanted[column]:
            continue
        left -= wanted[column] + _GAP
        if left < 0 and column != "step":
            break
        kept[column] = wanted[column]
    spare = width - sum(kept.values()) - _GAP * len(kept)
    longest = max((cell_len(row["step"]) for row in rows), default=0)
    for column, most in (("bar", _GOOD_BAR), ("step", longest), ("bar", _WIDE_BAR)):
        more = max(0, min(spare, most - kept[column])) if column in kept else 0
        kept |= {column: kept[column] + more} if more else {}
        spare -= more
    return {column: kept[column] for column in _COLUMNS if column in kept}


def _rendered(step: StepCount, column: str, cell: str, width: int) -> RenderableType:
    if column == "bar":
        return _bar(step, width)
    if column == "step" and cell_len(cell) > width:
        cell = _middle_out(cell, width)
    idle = not step.batches or step.finished
    style = "dim" if idle and column != "failed" else _STYLES.get(column, "")
    return Text(cell, style=style, no_wrap=True, overflow="crop")


def _middle_out(text: str, width: int) -> str:
    """Shorten to `width` cells, keeping both ends: names of steps differ at their ends."""
    tail = (width - 1) // 2
    end = text[-tail:] if tail else ""
    while cell_len(end) > tail:
        end = end[1:]
    return set_cell_size(text, max(width - 1 - cell_len(end), 0)) + "…" + end


def _bar(step: StepCount, width: int) -> ProgressBar:
    """Return the bar of a step; an empty one while its end is unknown."""
    total, done = (step.total, step.done) if step.total else (1, int(step.finished))
    return ProgressBar(
        total=total, completed=done, width=width, complete_style="cyan", finished_style="green"
    )


def _line_for_all(counts: RunCounts, pace: Pace, elapsed: float, width: int) -> Text:
    steps = counts.steps
    parts = [f"elapsed {duration(elapsed)}", f"left {time_left(pace.left())}"]
    if any(step.used_model for step in steps):
        parts.append(f"cost {amount_spent(step.cost for step in steps)}")
    failed = sum(step.failed.total() for step in steps)
    parts += [f"{brief(failed)} failed"] if failed else []
    line = Text(" · ".join(parts), style="bold", no_wrap=True, overflow="ellipsis")
    line.truncate(width)
    return line
