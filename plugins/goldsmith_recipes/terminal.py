"""How results look in a terminal."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["print_label_preview", "print_label_summary", "stepwise"]


@contextmanager
def stepwise(title: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to be told (done, total): a bar on a terminal; elsewhere nothing, as the end is printed anyway."""
    console = Console(stderr=True)
    bars = Progress(
        TextColumn("  {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal or "CI" in os.environ,
    )
    with bars:
        task = bars.add_task(title, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def print_label_summary(summary: dict[str, Any], folder: RunFolder, out: Console) -> None:
    """Print where every row went, how good each labeller is, how far the reviewers agree, and where everything lies."""
    counts = summary["counts"]
    table = Table(title="Summary", title_justify="left", show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    dropped = ", ".join(f"{count} {reason}" for reason, count in sorted(counts["dropped"].items())) or "none"
    rows = {
        "rows in": f"{counts['rows_in']} ({counts['synthetic']} synthetic)",
        "dropped": dropped,
        "kept": counts["kept"],
        "labelled": f"{counts['labelled']} ({counts['accepted']} accepted, {counts['sent_to_review']} sent to review, {counts['held']} held)",
        "reviewed": f"{counts['reviewed']}{_simulated(summary)}, {counts['disputed']} disputed",
        "gold": counts["gold"],
    }
    for name, score in summary["accuracy"].items():
        rows[f"accuracy: {name}"] = f"{score:.1%}"
    rows["agreement"] = _agreement(summary["agreement"])
    rows |= summary["review_pages"]
    rows["report"] = folder.report.resolve()
    rows["gold data"] = f"{folder.gold.resolve()} (datasets.load_from_disk)"
    rows["all rows"] = folder.rows.resolve()
    for name, value in rows.items():
        table.add_row(name, Text(str(value)))
    out.print(table)


def _simulated(summary: dict[str, Any]) -> str:
    return " by SIMULATED reviewers" if summary["simulated_reviews"] and summary["counts"]["reviewed"] else ""


def _agreement(agreement: dict[str, Any]) -> str:
    if not agreement["rows"]:
        return "no row has two reviews"
    low, high = agreement["alpha_interval"]
    return (
        f"{agreement['agree']:.1%} of {agreement['rows']} rows, "
        f"Krippendorff's alpha {agreement['alpha']:.3f} ({low:.3f} to {high:.3f})"
    )


def print_label_preview(rows: Rows, out: Console) -> None:
    """Print labelled rows as a table; what a row says is never read as markup."""
    table = Table(show_lines=True)
    for title in ("text", "label", "confidence", "dropped because"):
        table.add_column(title)
    for row in rows:
        confidence = row["llm_confidence"]
        table.add_row(
            Text(row["text"][:300]),
            Text(row["llm_label"] or ""),
            "" if confidence is None else f"{confidence:.2f}",
            Text(row["drop_reason"] or ""),
        )
    out.print(table)
