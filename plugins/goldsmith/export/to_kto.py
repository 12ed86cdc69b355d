"""Rows for Kahneman-Tversky optimisation."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.errors import InputError
from goldsmith.export.chat import chat, prompt_of
from goldsmith.export.kept_rows import kept_rows
from goldsmith.export.to_dpo import pair_of

__all__ = ["to_kto"]

Row = Mapping[str, Any]


def to_kto(rows: Iterable[Row], *, label_column: str = "label") -> list[dict[str, Any]]:
    """Return `{"id", "prompt", "completion", "label"}`, the id only where a row has one: TRL's form of unpaired preferences.

    KTO (Ethayarajh et al. 2024) learns from single responses that are desirable (`label` True) or not. A row with `chosen` and
    `rejected` gives two examples, in this order. Any other gives one, of `prompt` (else `instruction`), `generation` and a
    boolean in `label_column`. Rows with `keep` False or an `error` are left out, as everywhere: to learn from responses that
    were found wrong, mark them (`drop=False` of the verifying steps) rather than drop them.

    >>> [(one["completion"][0]["content"], one["label"]) for one in to_kto([{"prompt": "2 + 2?", "chosen": "4", "rejected": "5"}])]
    [('4', True), ('5', False)]
    >>> to_kto([{"instruction": "2 + 2?", "generation": "5", "verified": False}], label_column="verified")[0]["label"]
    False

    Args:
        rows: dicts, or a `datasets.Dataset`.
        label_column: of rows with one response.

    Raises:
        InputError: a row lacks a column, a text is empty or no text, a label is no boolean, or as in `to_dpo`. Row (from 0) and
            column are named.
    """
    examples: list[dict[str, Any]] = []
    for number, row in kept_rows(rows):
        if row.get("chosen") is not None or row.get("rejected") is not None:
            examples += _both(row, number)
        else:
            examples.append(_one(row, number, label_column))
    return examples


def _both(row: Row, number: int) -> list[dict[str, Any]]:
    pair = pair_of(row, number)
    rest = {name: pair[name] for name in ("id", "prompt") if name in pair}
    return [rest | {"completion": pair[name], "label": name == "chosen"} for name in ("chosen", "rejected")]


def _one(row: Row, number: int, label_column: str) -> dict[str, Any]:
    label = row.get(label_column)
    if not isinstance(label, bool):
        raise InputError(f"row {number}, column {label_column!r}: expected True or False, got {label!r:.80}")
    key = {} if row.get("id") is None else {"id": row["id"]}
    return key | {
        "prompt": prompt_of(row, number),
        "completion": chat(row.get("generation"), f"row {number}, column 'generation'", role="assistant"),
        "label": label,
    }
