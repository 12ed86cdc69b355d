"""The labels of a run once people have answered."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldsmith.labels import Refit, refit_with_reviews, voted_posterior
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.votes import LLM, likeliest, model_votes

__all__ = ["refit_labels"]

Floats = NDArray[np.float64]


def refit_labels(rows: Rows, classes: list[str], accept: float) -> dict[str, Any]:
    """Fit label model and end model, and so the confidence, anew with the reviewers' labels as gold, and return what that came to.

    Rows without a review get `refitted_label` and `refitted_confidence`, the final label from there, and their route: accepted where that is
    sure enough, else held. Where the fit is not better on the reviewed rows (`goldsmith.labels.refit_with_reviews`) all stays as it was. What people
    disagree on teaches nothing. It begins with the votes each time, so that to pull twice is to pull once.

    Args:
        rows: with votes, label, confidence, reviews and final label.
        classes: in the order of the class numbers.
        accept: the least confidence at which a row is accepted without a person.
    """
    found = _refit(rows, classes)
    labels, confidence = likeliest(found.probabilities)
    changed = 0
    for row, label, sure in zip(rows, labels.tolist(), confidence.tolist(), strict=True):
        fresh = found.kept and label >= 0 and not row["reviews"]
        row["refitted_label"] = classes[label] if fresh else row["label"]
        row["refitted_confidence"] = round(sure, 4) if fresh else row["confidence"]
        if row["reviews"]:
            continue
        changed += row["refitted_label"] != row["label"]
        row["final_label"] = row["refitted_label"]
        if row["route"] != "review":
            row["route"] = "accept" if row["refitted_confidence"] >= accept else "hold"
            row["decided_by"] = "label model" if row["route"] == "accept" else "nobody yet"
    told = {"kept": found.kept, "correction": found.correction, "reviewed": found.rows, "changed": changed}
    return told | {
        "before": found.before if found.rows else None,
        "after": None if np.isnan(found.after) else found.after,
    }


def _refit(rows: Rows, classes: list[str]) -> Refit:
    number = {label: at for at, label in enumerate(classes)}
    names = sorted({name for row in rows for name in row["votes"]} - {LLM})
    functions = np.array(
        [[number.get(row["votes"].get(name), -1) for name in names] for row in rows], dtype=np.int8
    )
    functions = functions.reshape(len(rows), len(names))
    asked, texts = model_votes(rows, classes), [row["text"] for row in rows]
    known = np.array(
        [number[row["final_label"]] if row["decided_by"] == "people" else -1 for row in rows], dtype=np.intp
    )

    def fit(told: NDArray[np.intp]) -> Floats:
        return voted_posterior(texts, functions, asked, len(classes), levels=asked.shape[1], known=told)

    return refit_with_reviews(fit, _before(rows, number), known)


def _before(rows: Rows, number: dict[str, int]) -> Floats:
    k = len(number)
    p = np.full((len(rows), k), 1 / k)
    for row, shares in zip(rows, p, strict=True):
        if row["label"] is not None:
            shares[:] = (1 - row["confidence"]) / (k - 1)
            shares[number[row["label"]]] = row["confidence"]
    return p
