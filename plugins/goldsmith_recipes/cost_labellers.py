"""The ways to label that the recipe `cost` compares."""

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.labels import EndModel, Labeller, borne_out, weak_labels
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.task import LabelTask
from goldsmith_snorkel import apply_lfs, llm_votes

__all__ = ["CostOptions", "labellers"]

Floats = npt.NDArray[np.float64]
Votes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class CostOptions:
    """What a run can be told.

    Attributes:
        llm: a model as `goldsmith_distilabel.llms.llm_from` names it; "" asks none.
        llm_price: of a row it labels.
        person_price: of a row a person labels.
        person_seconds: the time that takes.
        person_accuracy: the share they get right, in [0, 1].
        setup_hours: of writing labeling functions.
        hour_price: of these hours.
        target: the accuracy wanted, None for the knee of the curve.
        budget: the money there is, None without a limit.
    """

    llm: str = "local"
    llm_price: float = 0.0
    person_price: float = 0.1
    person_seconds: float = 10.0
    person_accuracy: float = 0.97
    setup_hours: float = 2.0
    hour_price: float = 50.0
    target: float | None = None
    budget: float | None = None


def labellers(rows: Rows, known: dict[str, str], task: LabelTask, options: CostOptions) -> list[Labeller]:
    """Return each way to label, with how sure it is and where it is right."""
    classes, texts = list(task.classes), [row["text"] for row in rows]
    price = {"setup_hours": options.setup_hours, "setup_money": options.setup_hours * options.hour_price}
    nothing = np.zeros(len(rows))
    nobody: Votes = np.empty((len(rows), 0), dtype=np.int8)
    functions = nobody
    found = [Labeller("people alone", nothing, nothing)]
    if task.functions:
        functions = apply_lfs(task.functions, rows, cardinality=len(classes))
        learnt = _learnt(functions, None, texts, len(classes))
        found.append(_labeller("labeling functions", learnt, rows, known, classes, **price))
    if options.llm:
        asked = llm_votes(
            [row["llm_label"] for row in rows], [row["llm_confidence"] for row in rows], classes
        )
        told = np.array([_told(row, classes) for row in rows])
        found.append(_labeller("model", told, rows, known, classes, money=options.llm_price))
        learnt = _learnt(nobody, asked, texts, len(classes))
        name = "model, and a classifier of its labels"
        found.append(_labeller(name, learnt, rows, known, classes, money=options.llm_price))
        if task.functions:
            both, name = _learnt(functions, asked, texts, len(classes)), "functions and model"
            found.append(_labeller(name, both, rows, known, classes, money=options.llm_price, **price))
    return found


def _learnt(functions: Votes, asked: Votes | None, texts: list[str], cardinality: int) -> Floats:
    """Return the probabilities of a classifier that learnt the other rows' labels by functions and by a model's votes, [n, k]."""
    outside = None if asked is None else borne_out(asked, functions, cardinality, levels=asked.shape[1])
    votes = weak_labels(functions, cardinality, outside=outside)
    return EndModel().out_of_fold(texts, votes.probabilities, votes.covered)


def _told(row: dict[str, Any], classes: list[str]) -> list[float]:
    if row["llm_scores"]:
        return [row["llm_scores"].get(label) or 0.0 for label in classes]
    return [float(label == row["llm_label"]) for label in classes]


def _labeller(
    name: str, p: Floats, rows: Rows, known: dict[str, str], classes: list[str], **price: float
) -> Labeller:
    guesses = [classes[at] for at in p.argmax(axis=1)]
    correct = [
        float(known[row["id"]] == guess) if row["id"] in known else nan
        for row, guess in zip(rows, guesses, strict=True)
    ]
    return Labeller(name, p.max(axis=1).clip(0, 1), correct, **price)
