"""What active learning takes, the answers it is given, and what it leaves in the run's folder."""

from dataclasses import dataclass
from typing import Any

from goldsmith.data import row_ids, save_dataset, save_jsonl
from goldsmith.labels.active import Strategy
from goldsmith_recipes.given_rows import given_by
from goldsmith_recipes.run_card import save_card
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["ActiveOptions", "read_answers", "save_labelled", "taken_rows"]


@dataclass(frozen=True)
class ActiveOptions:
    """What a run can be told.

    Attributes:
        label_column: the labels that are known; empty where none is.
        batch: how many rows are chosen at a time.
        strategy: how; see `goldsmith.labels.select`.
        labels: in a simulation, how many labels are bought in all.
        error_rate: how often a simulated reviewer is wrong.
        runs: in a simulation, how often either strategy is tried, with other random choices.
        seed: of every random choice.
        data: the file of the rows, for their provenance.
    """

    label_column: str = "label"
    batch: int = 25
    strategy: Strategy = "margin_clusters"
    labels: int = 100
    error_rate: float = 0.05
    runs: int = 5
    seed: int = 0
    data: str = ""


def taken_rows(raw: Rows, text_column: str, options: ActiveOptions) -> Rows:
    """Return id, text, known label, "" if there is none, and provenance of each row."""
    texts = [row[text_column] for row in raw]
    labels = [str(row.get(options.label_column) or "") for row in raw]
    origin = given_by(options.data)
    return [
        {"id": key, "text": text, "label": label, "provenance": origin}
        for key, text, label in zip(row_ids(texts), texts, labels, strict=True)
    ]


def read_answers(rows: Rows, folder: RunFolder) -> None:
    """Write into each row the label that people gave it in `to_label.jsonl` of this or an earlier batch; all are kept."""
    kept = folder.path / "answers.jsonl"
    for file in (kept, folder.path / "to_label.jsonl"):
        told = {row["id"]: row["label"] for row in folder.read_jsonl(file)} if file.is_file() else {}
        for row in rows:
            row["label"] = told.get(row["id"]) or row["label"]
    save_jsonl([{"id": row["id"], "label": row["label"]} for row in rows if row["label"]], kept)


def save_labelled(labelled: Rows, summary: dict[str, Any], folder: RunFolder, told: str) -> None:
    """Save the rows that have a label as a data set with a card, and the summary.

    Args:
        labelled: id, text, label and provenance.
        summary: of the run.
        folder: of the run.
        told: who labelled and who chose, in a sentence.
    """
    if labelled:
        save_dataset(labelled, folder.gold)
    save_card(
        folder,
        labelled,
        summary,
        title=f"active-learning: {len(labelled)} labelled texts",
        files={"train": "gold/*.arrow"},
        description=told,
        tasks=["text-classification"],
    )
    folder.save_json(summary, folder.summary)
