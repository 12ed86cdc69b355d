"""The recipe `active-learning`: from texts without labels to the rows worth one, batch by batch.

Copy this file and edit it; `goldsmith run active-learning` runs it as it stands.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.data import save_jsonl
from goldsmith.labels import EndModel, select, text_vectors
from goldsmith.labels.active import Strategy
from goldsmith_recipes.active_rows import ActiveOptions, read_answers, save_labelled, taken_rows
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["ActiveOptions", "Ints", "batch_model", "chosen_rows", "next_batch", "preview_batch"]

Ints = npt.NDArray[np.intp]


def next_batch(raw: Rows, text_column: str, options: ActiveOptions, folder: RunFolder) -> dict[str, Any]:
    """Write the rows to label next to `to_label.jsonl`, and what a model of the labels so far says of all rows to `rows.jsonl`.

    People fill in `label` there; the next run takes their answers, keeps them, and chooses again. The rows that have a label are a
    data set in `gold`.
    """
    rows = taken_rows(raw, text_column, options)
    read_answers(rows, folder)
    chosen, classes = _chosen(rows, options)
    to_label = [
        {name: value for name, value in rows[at].items() if name != "provenance"}
        | {"label": "", "select_rank": rank}
        for rank, at in enumerate(chosen, start=1)
    ]
    save_jsonl(to_label, folder.path / "to_label.jsonl")
    save_jsonl(rows, folder.rows)
    labelled = [{name: row[name] for name in _GOLD} for row in rows if row["label"]]
    summary = {
        "labelled": len(labelled),
        "to_label": len(chosen),
        "classes": classes,
        "simulated_reviews": False,
    }
    save_labelled(labelled, summary, folder, f"People labelled rows that {options.strategy} chose.")
    return summary


_GOLD = ("id", "text", "label", "provenance")


def preview_batch(raw: Rows, text_column: str, options: ActiveOptions) -> Rows:
    """Return the rows that would be asked about next, as far as the file's own labels tell; nothing is written."""
    rows = taken_rows(raw, text_column, options)
    chosen, _ = _chosen(rows, options)
    return [rows[at] for at in chosen]


def _chosen(rows: Rows, options: ActiveOptions) -> tuple[list[int], list[str]]:
    """Return the rows to label next and the classes so far; each row is told what a model of its labels makes of it."""
    labelled = np.array([bool(row["label"]) for row in rows])
    classes = sorted({row["label"] for row in rows} - {""})
    vectors = text_vectors([row["text"] for row in rows], seed=options.seed)
    p = None
    if len(classes) > 1:
        given = np.array([classes.index(row["label"]) for row in rows if row["label"]])
        p = batch_model(vectors[labelled], given, len(classes)).predict_proba(vectors)
        for row, each in zip(rows, p, strict=True):
            row |= {"predicted": classes[int(each.argmax())], "confidence": round(float(each.max()), 4)}
    at, batch = np.flatnonzero(labelled), options.batch
    return chosen_rows(options.strategy, p, vectors, labelled=at, count=batch, seed=options.seed), classes


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
