"""Rows to train on that keep some columns of the rows they are made of."""

from collections.abc import Sequence

from goldsmith.export import to_sft
from goldsmith_recipes.run_folder import Rows

__all__ = ["sft_rows"]


def sft_rows(rows: Rows, answer: str, more: Sequence[str]) -> Rows:
    """Return each row as `goldsmith.export.to_sft` does, with the columns `more` beside.

    Args:
        rows: with `id` and `instruction`.
        answer: the column of the response, "generation" or "instances".
        more: further columns to keep.

    >>> row = {"id": "a", "instruction": "2 + 2?", "generation": "4", "epoch": 1, "cost": 0.2}
    >>> (kept,) = sft_rows([row], "generation", ["epoch"])
    >>> list(kept), kept["epoch"]
    (['id', 'messages', 'epoch'], 1)
    """
    told = ("id", "instruction", answer)
    return [
        example | {name: row[name] for name in more}
        for row in rows
        for example in to_sft([{name: row[name] for name in told}])
    ]
