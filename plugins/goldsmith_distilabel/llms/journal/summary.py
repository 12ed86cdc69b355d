"""What a journal holds, by model."""

import sqlite3
from dataclasses import dataclass

__all__ = ["ModelSummary", "summarised"]


@dataclass(frozen=True)
class ModelSummary:
    """What one model has cost so far.

    Attributes:
        requests: answered requests.
        answers: samples that can be reused.
        input_tokens: tokens of the prompts.
        output_tokens: tokens of the answers.
        cost: in the prices' currency; None where the price of some request was unknown.
    """

    requests: int
    answers: int
    input_tokens: int
    output_tokens: int
    cost: float | None


def summarised(db: sqlite3.Connection) -> dict[str, ModelSummary]:
    """Return each model's summary, by the model's name."""
    kept = dict(
        db.execute("SELECT model, COUNT(*) FROM samples JOIN replies ON reply = id GROUP BY model").fetchall()
    )
    rows = db.execute(
        "SELECT model, requests, input_tokens, output_tokens, cost, unpriced FROM paid ORDER BY model"
    )
    return {
        model: ModelSummary(requests, kept.get(model, 0), read, written, None if unpriced else cost)
        for model, requests, read, written, cost, unpriced in rows
    }
