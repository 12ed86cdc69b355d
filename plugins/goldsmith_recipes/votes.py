"""Votes to labels: a label model where there are functions, what the texts say beside it, the LLM's own answer where there are none."""

import numpy as np
from numpy.typing import NDArray

from goldsmith.labels import voted_posterior, weak_labels
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.task import LabelTask
from goldsmith_snorkel import apply_lfs, llm_votes

__all__ = ["LLM", "label_by_votes", "likeliest", "model_votes"]

LLM = "llm"  # the model's name among the voters

Floats = NDArray[np.float64]
_FEWEST_FOR_A_MODEL = 3  # voters that may differ on a row: the functions, and the LLM as one


def label_by_votes(rows: Rows, task: LabelTask) -> None:
    """Write into each row its `votes` {voter: label}, and the likeliest `label` with its `confidence`.

    With two functions or more, a label model joins them with the LLM, whose votes count as far as the functions bear them out, and
    an end model adds what the texts say (`joint_posterior`): a row without a vote has its label from there. With three functions also
    `functions_label`, the label model over functions alone, stands beside it for comparison. With fewer than two a model cannot be
    fitted: the LLM's label and calibrated confidence stand alone, 0.5 for a model that tells none. A row of which nothing is known
    gets None and 0.
    """
    classes = list(task.classes)
    asked = model_votes(rows, classes)
    functions: NDArray[np.int8] = np.empty((len(rows), 0), dtype=np.int8)
    if task.functions:
        functions = apply_lfs(task.functions, rows, cardinality=len(classes))
    names = [function.name for function in task.functions]
    for row, votes, answers in zip(rows, functions, asked, strict=True):
        row["votes"] = {name: classes[vote] for name, vote in zip(names, votes, strict=True) if vote >= 0}
        if answers.max() >= 0:
            row["votes"][LLM] = classes[answers.max()]
    if len(names) + 1 >= _FEWEST_FOR_A_MODEL:
        texts = [row["text"] for row in rows]
        labels, confidence = likeliest(
            voted_posterior(texts, functions, asked, len(classes), levels=asked.shape[1])
        )
    else:
        labels, confidence = _llm_alone(rows, classes)
    for row, label, sure in zip(rows, labels, confidence, strict=True):
        row["label"] = classes[label] if label >= 0 else None
        row["confidence"] = round(float(sure), 4)
    if len(names) >= _FEWEST_FOR_A_MODEL:
        for row, label in zip(rows, weak_labels(functions, len(classes)).labels, strict=True):
            row["functions_label"] = classes[label] if label >= 0 else None


def model_votes(rows: Rows, classes: list[str]) -> NDArray[np.int8]:
    """Return the model's votes, a column a level of confidence, [n, levels]."""
    return llm_votes([row["llm_label"] for row in rows], [row["llm_confidence"] for row in rows], classes)


def likeliest(p: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return the likeliest class of each row, [n], and its probability; -1 and 0 where several lead."""
    sure = p.max(axis=1, initial=0)
    known = (p > sure[:, None] - 1e-9).sum(axis=1) == 1
    return np.where(known, p.argmax(axis=1), -1), np.where(known, sure, 0.0)


def _llm_alone(rows: Rows, classes: list[str]) -> tuple[NDArray[np.int64], Floats]:
    labels = np.array([-1 if row["llm_label"] is None else classes.index(row["llm_label"]) for row in rows])
    told = [0.5 if row["llm_confidence"] is None else row["llm_confidence"] for row in rows]
    return labels, np.where(labels >= 0, np.array(told, dtype=np.float64), 0.0)
