"""What the recipe `augment` takes, and the rows it makes of it."""

from dataclasses import dataclass
from typing import Any

from goldsmith.augment.plan import NewText, Plan
from goldsmith.data import derived_id, provenance, row_ids
from goldsmith.errors import InputError
from goldsmith_recipes.given_rows import given_by
from goldsmith_recipes.run_folder import Rows

__all__ = ["AugmentOptions", "made_row", "taken_rows"]


@dataclass(frozen=True)
class AugmentOptions:
    """What a run can be told.

    Attributes:
        text_column: the text.
        label_column: its label.
        balance: whether small classes get more.
        gate: whether new texts must pass the gate.
        language: of the texts, ISO 639-1.
        seed: of every random choice.
        data: the file of the rows, for their provenance.
    """

    text_column: str = "text"
    label_column: str = "label"
    balance: bool = False
    gate: bool = True
    language: str = "en"
    seed: int = 0
    data: str = ""


def taken_rows(raw: Rows, options: AugmentOptions) -> Rows:
    """Return id, text, label and provenance of each row.

    Raises:
        InputError: a row has no text or no label.
    """
    for number, row in enumerate(raw, start=1):
        for name in (options.text_column, options.label_column):
            if row.get(name) is None or not str(row[name]).strip():
                raise InputError(
                    f"row {number} has no {name}: name the columns with --text-column and --label-column"
                )
    texts = [str(row[options.text_column]) for row in raw]
    return [
        {
            "id": key,
            "text": text,
            "label": str(row[options.label_column]),
            "operation": "",
            "provenance": given_by(options.data),
        }
        for key, text, row in zip(row_ids(texts), texts, raw, strict=True)
    ]


def made_row(one: NewText, rows: Rows, plan: Plan, options: AugmentOptions) -> dict[str, Any]:
    """Return a new text as a row that knows the one it was made of."""
    parent, technique = rows[one.parent], plan.technique.name if plan.technique else ""
    return {
        "id": derived_id(parent["id"], one.operation, one.text),
        "text": one.text,
        "label": one.label,
        "operation": one.operation,
        "original": parent["text"],
        "drop_reason": one.reason,
        "provenance": provenance(technique, operation=one.operation, parents=[parent], seed=options.seed),
    }
