"""Votes to labels: Snorkel's label model where there are enough functions, the LLM's own answer where not."""

import numpy as np
from numpy.typing import NDArray

from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.task import LabelTask
from goldsmith_snorkel import LabelModel, apply_lfs, llm_votes

__all__ = ["label_by_votes"]

_FEWEST_FOR_A_MODEL = 3  # voters that may differ on a row: the functions, and the LLM as one


def label_by_votes(rows: Rows, task: LabelTask) -> None:
    """Write into each row its `votes` {voter: label}, and `label` and `confidence` of the label model.

    With two functions or more, `label` is Snorkel's label model's over functions and LLM, and with three also
    `functions_label`, the model over functions alone, stands beside it for comparison. With fewer a model cannot be
    fitted: the LLM's label and calibrated confidence stand alone, 0.5 for a model that tells none. A row without any
    vote gets None and 0.
    """
    classes = list(task.classes)
    asked = llm_votes([row["llm_label"] for row in rows], [row["llm_confidence"] for row in rows], classes)
    functions: NDArray[np.int8] = np.empty((len(rows), 0), dtype=np.int8)
    if task.functions:
        functions = apply_lfs(task.functions, rows, cardinality=len(classes))
    names = [function.name for function in task.functions]
    for row, votes, answers in zip(rows, functions, asked, strict=True):
        row["votes"] = {name: classes[vote] for name, vote in zip(names, votes, strict=True) if vote >= 0}
        if answers.max() >= 0:
            row["votes"]["llm"] = classes[answers.max()]
    if len(names) + 1 >= _FEWEST_FOR_A_MODEL:
        labels, confidence = _label_model(np.column_stack([functions, asked]), len(classes))
    else:
        labels, confidence = _llm_alone(rows, classes)
    for row, label, sure in zip(rows, labels, confidence, strict=True):
        row["label"] = classes[label] if label >= 0 else None
        row["confidence"] = round(float(sure), 4)
    if len(names) >= _FEWEST_FOR_A_MODEL:
        for row, label in zip(rows, _label_model(functions, len(classes))[0], strict=True):
            row["functions_label"] = classes[label] if label >= 0 else None


def _label_model(L: NDArray[np.int8], cardinality: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    if not (L >= 0).any():
        return np.full(len(L), -1), np.zeros(len(L))
    model = LabelModel(cardinality=cardinality, verbose=False)
    model.fit(L, n_epochs=500, seed=0, progress_bar=False)
    return model.confident_labels(L)


def _llm_alone(rows: Rows, classes: list[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    labels = np.array([-1 if row["llm_label"] is None else classes.index(row["llm_label"]) for row in rows])
    told = [0.5 if row["llm_confidence"] is None else row["llm_confidence"] for row in rows]
    return labels, np.where(labels >= 0, np.array(told, dtype=np.float64), 0.0)
