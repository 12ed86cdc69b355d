"""`goldsmith export`."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["add_export"]


def add_export(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(_export)


def _export(  # noqa: PLR0917 - each is an option of the command line
    source: Annotated[
        Path, typer.Argument(help="A run's folder, or JSONL, JSON, CSV, TSV, Parquet or a datasets folder.")
    ],
    form: Annotated[
        str,
        typer.Option(
            "--as",
            help="sft, dpo, kto, reasoning-sft, chain-dpo, prm, rlvr or classification. (default: by the columns)",
        ),
    ] = "",
    to: Annotated[Path | None, typer.Option("--out", help="A folder. (default: exports/NAME-FORM)")] = None,
    split: Annotated[
        list[str] | None, typer.Option(help="Rows to hold out, as test=0.1; may be given several times.")
    ] = None,
    group_by: Annotated[
        str,
        typer.Option(
            help="Rows equal in this column stay in one split. (default: those with the same text, question or origin)"
        ),
    ] = "",
    label_column: Annotated[str, typer.Option(help="For kto and classification: the column of labels.")] = "",
    name: Annotated[str, typer.Option(help="Of the data set, for its card. (default: the source's)")] = "",
    licence: Annotated[str, typer.Option(help="As the Hub names it: apache-2.0, cc-by-4.0.")] = "",
    language: Annotated[list[str] | None, typer.Option(help="ISO 639-1; may be given several times.")] = None,
    intended_use: Annotated[str, typer.Option(help="What the data is for.")] = "",
    seed: Annotated[int, typer.Option(min=0, help="Of the draw of splits.")] = 0,
) -> None:
    """Write training files of a run or a file, with a data set card beside them."""
    from goldsmith_recipes.cli import readable_errors, say

    with readable_errors():
        from goldsmith.export import training_files
        from goldsmith_recipes.export_rows import rows_to_export
        from goldsmith_recipes.run_card import searched_kinds

        rows, chosen, checks = rows_to_export(source, form, label_column)
        title = name or source.resolve().stem
        done = training_files(
            rows, chosen, to or Path("exports") / f"{source.resolve().stem}-{chosen}",
            held_out=_shares(split or []), group_by=group_by, label_column=label_column, seed=seed, name=title,
            licence=licence, languages=language or [], intended_use=intended_use, checks=checks, pii_kinds=searched_kinds(),
        )  # fmt: skip
        for part, count in done.counts.items():
            say(f"{done.folder / part}.jsonl  {count:,} rows for {chosen}")
        for reason, count in done.left_out.items():
            say(f"left out, {count:,} rows: {reason}")
        say(f"{done.folder / 'README.md'}  the card: read it before you give the data away")


def _shares(told: list[str]) -> dict[str, float]:
    from goldsmith.errors import InputError

    shares: dict[str, float] = {}
    for one in told:
        name, _, share = one.partition("=")
        try:
            shares[name] = float(share)
        except ValueError as err:
            raise InputError(f"--split wants a name and a share, as test=0.1, got {one!r}") from err
    return shares
