"""The rows that `goldsmith export` turns into training files: a file's, or those of a run that fit best."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from goldsmith.data import LazyRows, joined_rows, open_rows
from goldsmith.data.json_lines import lazy_json_lines
from goldsmith.errors import InputError
from goldsmith.export import FORMS, chosen_form
from goldsmith.export.forms import form_named
from goldsmith_recipes.run_card import checks_of
from goldsmith_recipes.run_folder import RunFolder

__all__ = ["rows_to_export"]

Row = Mapping[str, Any]


def rows_to_export(
    source: Path, form: str = "", label_column: str = ""
) -> tuple[Sequence[Row], str, list[str]]:
    """Return the rows, their form, and what a run says of its checks. Of a run, and of JSONL, no row is held in memory.

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
        rows = open_rows(source)
        return rows, form or chosen_form(rows), []
    summary = folder.read_json(folder.summary)
    kept = _rows_of(folder.rows)
    if form and form_named(form).all_rows:
        dropped = _rows_of(folder.dropped).each(lambda row: {"keep": False} | row)
        return joined_rows([kept, dropped]), form, checks_of(summary)
    files = [source / f"{summary.get('saved_as', 'train')}.jsonl", folder.gold, folder.rows]
    for file in files:
        if file.exists() and (found := _form(rows := open_rows(file), form, label_column)):
            return LazyRows(len(rows), rows.__getitem__).each(_with_origin(kept)), found, checks_of(summary)
    there = ", ".join(kept[0]) if kept else "no rows"
    raise InputError(
        f"{source}: no file of this run has rows for {form or 'any form'}; its rows have: {there}. Forms: {_wanted()}"
    )


def _rows_of(file: Path) -> LazyRows:
    return lazy_json_lines(file) if file.is_file() else LazyRows(0, lambda _: {})


def _form(rows: Sequence[Row], form: str, label_column: str) -> str:
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


def _with_origin(kept: LazyRows) -> Callable[[Row], Row]:
    """Return what gives a training row back the provenance of the kept row that it was made of."""
    place = {hash(str(row.get("id"))): number for number, row in enumerate(kept)}

    def changed(row: Row) -> Row:
        if row.get("provenance"):
            return row
        name = str(row.get("id"))
        for told in (
            name,
            name.rpartition("-")[0],
        ):  # one instance of several has the id of its row and a number
            found = kept[place[hash(told)]] if hash(told) in place else {}
            if str(found.get("id")) == told and found.get("provenance") is not None:
                return {**row, "provenance": found["provenance"]}
        return row

    return changed


def _wanted() -> str:
    return "; ".join(
        f"{name} ({' or '.join(' + '.join(sorted(columns)) for columns in form.takes)})"
        for name, form in FORMS.items()
    )
