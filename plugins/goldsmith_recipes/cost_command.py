"""`goldsmith run cost` and `goldsmith preview cost`."""

from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["add_cost"]


Data = Annotated[
    Path | None,
    typer.Option(help="JSONL, JSON, CSV, TSV, Parquet or text; by default sample YouTube comments."),
]
TextColumn = Annotated[str, typer.Option(help="The column to label.")]
GoldColumn = Annotated[
    str | None,
    typer.Option(help="A column of labels that are known, of a random sample of the rows at least."),
]
Task = Annotated[
    Path | None,
    typer.Option(help="A Python file that defines TASK: classes, instruction, labeling functions."),
]
Llm = Annotated[
    str,
    typer.Option(envvar="GOLDSMITH_LLM", help="As in goldsmith run labels; none: no model is asked."),
]


def add_cost(run_app: typer.Typer, preview_app: typer.Typer) -> None:
    """Add the commands."""
    run_app.command("cost")(_run)
    preview_app.command("cost")(_preview)


def _run(  # noqa: PLR0917 - each is an option of the command line
    data: Data = None,
    text_column: TextColumn = "text",
    gold_column: GoldColumn = None,
    task: Task = None,
    llm: Llm = "local",
    llm_price: Annotated[float, typer.Option(min=0, help="Of a row that the model labels.")] = 0.0,
    person_price: Annotated[float, typer.Option(min=0, help="Of a row that a person labels.")] = 0.1,
    person_seconds: Annotated[float, typer.Option(min=0, help="The time that takes.")] = 10.0,
    person_accuracy: Annotated[float, typer.Option(min=0, max=1, help="The share people get right.")] = 0.97,
    setup_hours: Annotated[float, typer.Option(min=0, help="To write the labeling functions.")] = 2.0,
    hour_price: Annotated[float, typer.Option(min=0, help="Of these hours.")] = 50.0,
    target: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="The accuracy wanted: the cheapest mix that surely reaches it."),
    ] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="The money there is: the best mix that it pays for.")
    ] = None,
    to: Annotated[Path, typer.Option("--out", help="The run's folder.")] = Path("runs/cost"),
) -> None:
    """Show what accuracy costs with labeling functions, a model and people, and recommend a mix."""
    from goldsmith_recipes.cli import readable_errors, say

    with readable_errors():
        from goldsmith_recipes.cost import CostOptions, compare_costs
        from goldsmith_recipes.run_folder import RunFolder

        rows, known, chosen = _begun(data, text_column, gold_column, task)
        options = CostOptions(
            "" if llm == "none" else llm, llm_price, person_price, person_seconds, person_accuracy,
            setup_hours, hour_price, target, budget,
        )  # fmt: skip
        folder = RunFolder(to)
        found = compare_costs(rows, known, chosen, options, folder=folder, say=say)
        best = found["recommended"]
        say(
            f"{best['labeller']}, people check {best['share']:.0%}: {best['accuracy']:.1%} right "
            f"[{best['low']:.1%}, {best['high']:.1%}] for {best['money']:.2f} and {best['hours']:.1f} h"
        )
        say(f"Why: {found['reason']}")
        say(f"Report: {folder.report.resolve()}")


def _preview(  # noqa: PLR0917
    data: Data = None,
    text_column: TextColumn = "text",
    gold_column: GoldColumn = None,
    task: Task = None,
    llm: Llm = "local",
    rows: Annotated[int, typer.Option(min=1, max=50, help="How many rows.")] = 5,
) -> None:
    """Show what functions and the model say of a few rows beside the known label; nothing is written."""
    from goldsmith_recipes.cli import out, readable_errors

    with readable_errors():
        from goldsmith_recipes.cost import CostOptions, preview_costs
        from goldsmith_recipes.generation_commands import print_rows

        few, known, chosen = _begun(data, text_column, gold_column, task, rows)
        shown = preview_costs(few, known, chosen, CostOptions("" if llm == "none" else llm))
        print_rows(("text", "known", "functions", *(() if llm == "none" else ("llm_label",))), shown, out)


def _begun(
    data: Path | None, text_column: str, gold_column: str | None, task: Path | None, count: int | None = None
) -> tuple[list[dict[str, Any]], dict[str, str], Any]:
    """Return the rows of the file, the first few if so told, their known labels, and the task."""
    from goldsmith.data import read_rows
    from goldsmith_recipes.given_rows import SAMPLE
    from goldsmith_recipes.label_data import LabelOptions, take_rows
    from goldsmith_recipes.task import load_task
    from goldsmith_recipes.youtube import TASK

    if data is None:
        data, text_column, gold_column = SAMPLE, "text", "label"
    chosen = TASK if task is None else load_task(task)
    taken = LabelOptions(data=data, text_column=text_column, gold_column=gold_column)
    return *take_rows(read_rows(data, text_column)[:count], taken, chosen.classes), chosen
