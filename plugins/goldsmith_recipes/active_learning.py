"""The recipe `active-learning`: from texts without labels to the rows worth one, batch by batch.

Copy this file and edit it; `goldsmith run active-learning` runs it as it stands.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.data import row_ids, save_jsonl
from goldsmith.labels import EndModel, select, text_vectors
from goldsmith.labels.active import Strategy
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["ActiveOptions", "Ints", "batch_model", "chosen_rows", "next_batch", "taken_rows"]

Ints = npt.NDArray[np.intp]


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
    """

    label_column: str = "label"
    batch: int = 25
    strategy: Strategy = "margin_clusters"
    labels: int = 100
    error_rate: float = 0.05
    runs: int = 5
    seed: int = 0


def next_batch(raw: Rows, text_column: str, options: ActiveOptions, folder: RunFolder) -> dict[str, Any]:
    """Write the rows to label next to `to_label.jsonl`, and what a model of the labels so far says of all rows to `rows.jsonl`.

    People fill in `label` there; the next run takes their answers, keeps them, and chooses again.
    """
    rows = taken_rows(raw, text_column, options)
    asked, kept = folder.path / "to_label.jsonl", folder.path / "answers.jsonl"
    for file in (kept, asked):
        told = {row["id"]: row["label"] for row in folder.read_jsonl(file)} if file.is_file() else {}
        for row in rows:
            row["label"] = told.get(row["id"]) or row["label"]
    save_jsonl([{"id": row["id"], "label": row["label"]} for row in rows if row["label"]], kept)
    labelled = np.array([bool(row["label"]) for row in rows])
    classes = sorted({row["label"] for row in rows} - {""})
    vectors = text_vectors([row["text"] for row in rows], seed=options.seed)
    p = None
    if len(classes) > 1:
        given = np.array([classes.index(row["label"]) for row in rows if row["label"]])
        p = batch_model(vectors[labelled], given, len(classes)).predict_proba(vectors)
        for row, each in zip(rows, p, strict=True):
            row |= {"predicted": classes[int(each.argmax())], "confidence": round(float(each.max()), 4)}
    chosen = chosen_rows(
        options.strategy,
        p,
        vectors,
        labelled=np.flatnonzero(labelled),
        count=options.batch,
        seed=options.seed,
    )
    save_jsonl(
        [rows[at] | {"label": "", "select_rank": rank} for rank, at in enumerate(chosen, start=1)], asked
    )
    save_jsonl(rows, folder.rows)
    return {
        "labelled": int(labelled.sum()),
        "to_label": len(chosen),
        "classes": classes,
        "simulated_reviews": False,
    }


def taken_rows(raw: Rows, text_column: str, options: ActiveOptions) -> Rows:
    """Return id, text and known label, "" if there is none, of each row."""
    texts = [row[text_column] for row in raw]
    labels = [str(row.get(options.label_column) or "") for row in raw]
    return [
        {"id": key, "text": text, "label": label}
        for key, text, label in zip(row_ids(texts), texts, labels, strict=True)
    ]


def batch_model(vectors: Any, given: Ints, cardinality: int) -> Any:
    """Return a classifier of the labels so far, as `EndModel` advises for few of them."""
    return EndModel.of_few().fit(vectors, np.eye(cardinality)[given])


def chosen_rows(
    strategy: Strategy, p: Any, vectors: Any, *, labelled: Ints, count: int, seed: int
) -> list[int]:
    """Return the rows to label next; without a model yet, one of each kind for a strategy that needs its probabilities."""
    ready = strategy if p is not None or strategy in {"coreset", "typiclust", "random"} else "margin_clusters"
    chosen = select(count, strategy=ready, probabilities=p, vectors=vectors, labelled=labelled, seed=seed)
    return [int(at) for at in chosen]
