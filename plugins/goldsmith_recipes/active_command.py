"""`goldsmith run active-learning` and `goldsmith preview active-learning`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["add_active_learning"]

Data = Annotated[
    Path | None,
    typer.Option(help="JSONL, JSON, CSV, TSV, Parquet or text; by default sample YouTube comments."),
]
TextColumn = Annotated[str, typer.Option(help="The column to label.")]
LabelColumn = Annotated[str, typer.Option(help="The column of labels that are known.")]
Strategy = Annotated[str, typer.Option(help="As in goldsmith.labels.select.")]
Seed = Annotated[int, typer.Option(min=0, help="Of every random choice.")]


def add_active_learning(run_app: typer.Typer, preview_app: typer.Typer) -> None:
    """Add the commands."""
    run_app.command("active-learning")(_run)
    preview_app.command("active-learning")(_preview)


def _run(  # noqa: PLR0917 - each is an option of the command line
    data: Data = None,
    text_column: TextColumn = "text",
    label_column: LabelColumn = "label",
    batch: Annotated[int, typer.Option(min=1, help="How many rows to choose at a time.")] = 25,
    strategy: Strategy = "margin_clusters",
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
    seed: Seed = 0,
    to: Annotated[Path, typer.Option("--out", help="The run's folder.")] = Path("runs/active-learning"),
) -> None:
    """Choose the rows worth a label, batch by batch, and show what that saves against random ones."""
    from goldsmith_recipes.cli import readable_errors, say
    from goldsmith_recipes.given_rows import SAMPLE

    with readable_errors():
        from goldsmith.data import read_rows
        from goldsmith_recipes.active_learning import ActiveOptions, next_batch
        from goldsmith_recipes.active_simulation import simulate
        from goldsmith_recipes.run_folder import RunFolder

        source = data or SAMPLE
        rows, folder = read_rows(source, text_column), RunFolder(to)
        options = ActiveOptions(
            label_column, batch, strategy, labels, error_rate, seed=seed, data=str(source)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        )  # fmt: skip
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


def _preview(  # noqa: PLR0917
    data: Data = None,
    text_column: TextColumn = "text",
    label_column: LabelColumn = "label",
    strategy: Strategy = "margin_clusters",
    seed: Seed = 0,
    rows: Annotated[int, typer.Option(min=1, max=50, help="How many rows.")] = 5,
) -> None:
    """Show the rows that people would be asked about first; nothing is written."""
    from goldsmith_recipes.cli import out, readable_errors
    from goldsmith_recipes.given_rows import SAMPLE

    with readable_errors():
        from goldsmith.data import read_rows
        from goldsmith_recipes.active_learning import ActiveOptions, preview_batch
        from goldsmith_recipes.generation_commands import print_rows

        raw = read_rows(data or SAMPLE, text_column)
        if data is None:  # as if nobody had labelled the sample yet
            raw = [{text_column: row[text_column]} for row in raw]
        options = ActiveOptions(label_column, rows, strategy, seed=seed)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        print_rows(("text", "predicted", "confidence"), preview_batch(raw, text_column, options), out)
