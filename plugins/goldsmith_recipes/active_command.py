"""`goldsmith run active-learning`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["add_active_learning"]


def add_active_learning(run_app: typer.Typer) -> None:
    """Add the command."""
    run_app.command("active-learning")(_active_learning)


def _active_learning(  # noqa: PLR0917 - each is an option of the command line
    data: Annotated[
        Path | None,
        typer.Option(help="JSONL, JSON, CSV, TSV, Parquet or text; by default sample YouTube comments."),
    ] = None,
    text_column: Annotated[str, typer.Option(help="The column to label.")] = "text",
    label_column: Annotated[str, typer.Option(help="The column of labels that are known.")] = "label",
    batch: Annotated[int, typer.Option(min=1, help="How many rows to choose at a time.")] = 25,
    strategy: Annotated[str, typer.Option(help="As in goldsmith.labels.select.")] = "margin_clusters",
    review: Annotated[
        Literal["simulated", "file"] | None,
        typer.Option(
            help="simulated needs known labels; file: you fill in to_label.jsonl and run again. (default: simulated for the sample)"
        ),
    ] = None,
    labels: Annotated[int, typer.Option(min=1, help="With simulated reviewers: labels in all.")] = 100,
    error_rate: Annotated[
        float, typer.Option(min=0, max=1, help="How often a simulated reviewer errs.")
    ] = 0.05,
    seed: Annotated[int, typer.Option(min=0, help="Of every random choice.")] = 0,
    to: Annotated[Path, typer.Option("--out", help="The run's folder.")] = Path("runs/active-learning"),
) -> None:
    """Choose the rows worth a label, batch by batch, and show what that saves against random ones."""
    from goldsmith_recipes.cli import SAMPLE, readable_errors, say

    with readable_errors():
        from goldsmith.data import read_rows
        from goldsmith_recipes.active_learning import ActiveOptions, next_batch
        from goldsmith_recipes.active_simulation import simulate
        from goldsmith_recipes.run_folder import RunFolder

        rows, folder = read_rows(data or SAMPLE, text_column), RunFolder(to)
        options = ActiveOptions(label_column, batch, strategy, labels, error_rate, seed=seed)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        with folder.locked():
            if (review or ("simulated" if data is None else "file")) == "simulated":
                found = simulate(rows, text_column, options, folder)
                for name, scores in found["accuracy"].items():
                    say(
                        f"{name}: accuracy {scores[-1]:.1%} with {found['labelled'][-1]} labels (simulated reviewers)"
                    )
                say(f"Report: {folder.report.resolve()}")
            else:
                found = next_batch(rows, text_column, options, folder)
                say(
                    f"{found['labelled']} rows have a label. Label these {found['to_label']}, then run again:"
                )
                say(str((folder.path / "to_label.jsonl").resolve()))
