"""The rows that `goldsmith export` turns into training files: a file's, or those of a run that fit best."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from goldsmith.data import read_rows
from goldsmith.errors import InputError
from goldsmith.export import FORMS, chosen_form
from goldsmith.export.forms import form_named
from goldsmith_recipes.run_card import checks_of
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["rows_to_export"]


def rows_to_export(source: Path, form: str = "", label_column: str = "") -> tuple[Rows, str, list[str]]:
    """Return the rows, their form, and what a run says of its checks.

    Of a run the training data that the recipe chose comes first, as it leaves out what is cut or unfinished, then what people and
    confident labels vouch for, then all rows that were kept. Each row gets back the `provenance` that it has among the latter. A
    form that learns from wrong answers too, as `chain-dpo`, gets all rows, dropped ones included.

    Args:
        source: a run's folder, or a file as in `goldsmith.data.read_rows`.
        form: of `goldsmith.export.FORMS`; "" chooses by the columns.
        label_column: a column that the rows must have too.

    Raises:
        InputError: there is no such file or run, or no file of it has the columns; the message says what there is.
    """
    folder = RunFolder(source)
    if not folder.summary.is_file():
        rows = read_rows(source, None)
        return rows, form or chosen_form(rows), []
    summary = folder.read_json(folder.summary)
    kept = folder.read_jsonl(folder.rows)
    if form and form_named(form).all_rows:
        dropped = folder.read_jsonl(folder.dropped) if folder.dropped.is_file() else []
        return [*kept, *({"keep": False} | row for row in dropped)], form, checks_of(summary)
    origins = {str(row.get("id")): row.get("provenance") for row in kept}
    files = [source / f"{summary.get('saved_as', 'train')}.jsonl", folder.gold, folder.rows]
    for file in files:
        if file.exists() and (rows := read_rows(file, None)) and (found := _form(rows, form, label_column)):
            return [_with_origin(row, origins) for row in rows], found, checks_of(summary)
    there = ", ".join(kept[0]) if kept else "no rows"
    raise InputError(
        f"{source}: no file of this run has rows for {form or 'any form'}; its rows have: {there}. Forms: {_wanted()}"
    )


def _form(rows: Rows, form: str, label_column: str) -> str:
    """Return the form that rows can take, "" for none."""
    columns = [name for name, value in rows[0].items() if value is not None]
    if form:
        return (
            form if form_named(form).fits([*columns, "label"] if label_column in columns else columns) else ""
        )
    try:
        return chosen_form(rows)
    except InputError:
        return ""


def _with_origin(row: dict[str, Any], origins: Mapping[str, Any]) -> dict[str, Any]:
    # An example made of one instance of several has the id of its row and a number.
    name = str(row.get("id"))
    origin = origins.get(name) or origins.get(name.rpartition("-")[0])
    return row if row.get("provenance") or origin is None else row | {"provenance": origin}


def _wanted() -> str:
    return "; ".join(
        f"{name} ({' or '.join(' + '.join(sorted(columns)) for columns in form.takes)})"
        for name, form in FORMS.items()
    )
