"""`goldsmith run augment` and `goldsmith preview augment`."""

from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

__all__ = ["add_augment"]

Data = Annotated[
    Path | None,
    typer.Option(
        help="JSONL, JSON, CSV, TSV, Parquet or a datasets folder; by default 100 sample YouTube comments."
    ),
]
TextColumn = Annotated[str, typer.Option(help="The column of the text.")]
LabelColumn = Annotated[str, typer.Option(help="The column of its label.")]
Balance = Annotated[bool, typer.Option("--balance", help="Make more of small classes.")]
Gate = Annotated[bool, typer.Option("--gate/--no-gate", help="Whether new texts must pass the gate.")]
Language = Annotated[str, typer.Option(help="Of the texts, ISO 639-1; synonyms and near words are English.")]
Seed = Annotated[int, typer.Option(min=0, help="Of every random choice.")]

_SAMPLE = 100


def add_augment(run_app: typer.Typer, preview_app: typer.Typer) -> None:
    """Add the commands."""
    run_app.command("augment")(_run)
    preview_app.command("augment")(_preview)


def _run(  # noqa: PLR0917 - each is an option of the command line
    data: Data = None,
    text_column: TextColumn = "text",
    label_column: LabelColumn = "label",
    against: Annotated[
        Path | None,
        typer.Option(
            help="Labelled rows held out: no new text comes near one, and both classifiers are tested on them."
        ),
    ] = None,
    balance: Balance = False,
    gate: Gate = True,
    language: Language = "en",
    seed: Seed = 0,
    to: Annotated[Path, typer.Option("--out", help="The run's folder.")] = Path("runs/augment"),
) -> None:
    """Make a small labelled set larger by what helped on parts of it, and check that labels survive."""
    from goldsmith_recipes.cli import out, readable_errors, say
    from goldsmith_recipes.given_rows import SAMPLE

    with readable_errors():
        from goldsmith.data import read_rows
        from goldsmith_recipes.augment import AugmentOptions, augment
        from goldsmith_recipes.run_folder import RunFolder

        options = AugmentOptions(
            text_column, label_column, balance, gate, language, seed, str(data or SAMPLE)
        )
        raw, held_out = _rows(data, text_column)
        if against:
            held_out = read_rows(against, text_column)
        folder = RunFolder(to)
        summary = augment(raw, options, folder, say, held_out)
        out.print(_trials(summary["trials"]))
        counts = summary["counts"]
        say(
            f"{counts['new']} new rows, {counts['refused']} refused, {counts['training']} in all: {(folder.path / 'train.jsonl').resolve()}"
        )
        for name, (share, low, high) in (summary["tested"] or {}).items():
            say(f"right on held-out rows, {name}: {share:.1%} [{low:.1%}, {high:.1%}]")
        say(f"Report: {folder.report.resolve()}")


def _preview(  # noqa: PLR0917
    data: Data = None,
    text_column: TextColumn = "text",
    label_column: LabelColumn = "label",
    language: Language = "en",
    seed: Seed = 0,
    rows: Annotated[int, typer.Option(min=1, max=50, help="How many rows.")] = 3,
) -> None:
    """Show what each technique makes of a few rows; nothing is planned or written."""
    from goldsmith_recipes.cli import out, readable_errors

    with readable_errors():
        from goldsmith_recipes.augment import AugmentOptions, taken_rows, techniques

        few = taken_rows(_rows(data, text_column)[0], AugmentOptions(text_column, label_column))[:rows]
        texts, labels = [row["text"] for row in few], [row["label"] for row in few]
        table = Table(show_lines=True)
        for name in ("label", "text", "technique", "makes"):
            table.add_column(name)
        for technique in techniques(language):
            made = technique.make(texts, labels, [1] * len(few), seed)
            for row, several in zip(few, made, strict=True):
                told = "\n".join(f"({one.reason})" if one.reason else one.text for one in several)
                table.add_row(
                    *(Text(cell[:300]) for cell in (row["label"], row["text"], technique.name, told))
                )
        out.print(table)


def _rows(data: Path | None, text_column: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows to work on, and of the sample, which is in the order of its videos, what is held out."""
    from goldsmith.data import read_rows
    from goldsmith_recipes.given_rows import SAMPLE

    rows = read_rows(data or SAMPLE, text_column)
    if data:
        return rows, []
    Random(0).shuffle(rows)  # noqa: S311 - nothing is kept secret by it
    return rows[:_SAMPLE], rows[_SAMPLE:]


def _trials(trials: list[dict[str, Any]]) -> Table:
    table = Table(title="What was tried", title_justify="left")
    for name in ("technique", "macro F1", "gain", "standard error", "passed the gate"):
        table.add_column(name, justify="left" if name == "technique" else "right")
    for one in trials:
        made = one["technique"]
        cells = [made or "the originals alone", f"{one['score']:.3f}"]
        cells += (
            [f"{one['gain']:+.3f}", f"{one['error']:.3f}", f"{one['kept']:.0%}"] if made else ["", "", ""]
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table
