"""A user's rows on their way into a labelling run, and the known labels taken out of them."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from goldsmith.data import row_ids
from goldsmith.errors import InputError
from goldsmith_recipes.given_rows import given_by
from goldsmith_recipes.run_folder import Rows

__all__ = ["LabelOptions", "take_rows"]

_WRITTEN = {
    "text", "source", "provenance", "keep", "drop_reason", "duplicate_of", "language", "language_probability",
    "persona", "document", "wish", "generation", "instruction", "model_name", "distilabel_metadata", "llm_label",
    "llm_confidence", "llm_scores", "llm_error", "votes", "label", "confidence", "functions_label", "route", "reviews",
    "review_rank",
    "disputed", "final_label", "decided_by", "refitted_label", "refitted_confidence",
}  # fmt: skip


@dataclass(frozen=True)
class LabelOptions:
    """What a run can be told.

    Attributes:
        data: the file of rows; see `goldsmith.data.read_rows` for the kinds.
        text_column: the column to label.
        gold_column: a column of known labels: held back from every labeller, used to score them at the end.
        llm: a model as `goldsmith_distilabel.llms.llm_from` names it.
        language: ISO 639-1 code; rows surely in another language are dropped.
        budget: how many rows people review.
        accept: the least confidence at which a row is accepted without a person, in [0, 1].
    """

    data: Path
    text_column: str = "text"
    gold_column: str | None = None
    llm: str = "local"
    language: str = "en"
    budget: int = 60
    accept: float = 0.8


def take_rows(raw: Rows, options: LabelOptions, classes: Collection[str]) -> tuple[Rows, dict[str, str]]:
    """Return the rows of a file in the form a run takes, and the known label of each id that has one.

    The text column becomes `text`. A column `id` is kept where it tells rows apart, else ids are derived from the
    texts. Other columns stay, for labeling functions to read.

    Raises:
        InputError: a column bears a name the run writes itself, the gold column is nowhere, or holds no class.
    """
    _check_columns(raw, options)
    ids = _ids(raw, options.text_column)
    known = _known(raw, ids, options, classes)
    apart = {"id", options.text_column, options.gold_column}
    given = {"source": "given", "provenance": given_by(options.data)}
    rows = [
        {"id": key, "text": row[options.text_column]}
        | given
        | {name: value for name, value in row.items() if name not in apart}
        for key, row in zip(ids, raw, strict=True)
    ]
    return rows, known


def _check_columns(raw: Rows, options: LabelOptions) -> None:
    names = {name for row in raw for name in row}
    clash = sorted((names - {options.text_column, options.gold_column}) & _WRITTEN)
    if clash:
        raise InputError(
            f"{options.data}: a run writes a column {clash[0]!r} of its own: rename it"
            f"{', or say --gold-column label if it holds known labels' if clash[0] == 'label' else ''}"
        )
    if options.gold_column and options.gold_column not in names:
        raise InputError(
            f"{options.data}: no column {options.gold_column!r} for --gold-column; there are: {', '.join(sorted(names))}"
        )


def _ids(raw: Rows, text_column: str) -> list[str]:
    own = [str(row["id"]) for row in raw if row.get("id") not in {None, ""}]
    if len(own) == len(raw) == len(set(own)):
        return own
    return row_ids([row[text_column] for row in raw])


def _known(raw: Rows, ids: list[str], options: LabelOptions, classes: Collection[str]) -> dict[str, str]:
    if not options.gold_column:
        return {}
    told = {key: row.get(options.gold_column) for key, row in zip(ids, raw, strict=True)}
    known = {key: str(label) for key, label in told.items() if label not in {None, ""}}
    strange = set(known.values()) - set(classes)
    if strange:
        raise InputError(
            f"{options.data}: column {options.gold_column!r} holds {min(strange)!r}; the classes are {', '.join(classes)}"
        )
    return known
