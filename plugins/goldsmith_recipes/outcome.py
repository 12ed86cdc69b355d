"""What came of a labelling run, in figures."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from goldsmith.labels import expected_calibration_error
from goldsmith.review import agreement_on
from goldsmith_recipes.run_folder import Rows

__all__ = ["accuracies", "agreement", "calibration_error", "counts", "refit_gain", "vouched_for"]


def vouched_for(rows: Rows) -> Rows:
    """Return the rows that a person or a confident label model vouches for: the gold data."""
    return [row for row in rows if row["decided_by"] != "nobody yet" and row["final_label"] is not None]


def counts(rows: Rows, dropped: Rows) -> dict[str, Any]:
    """Return how many rows went where; the numbers of each group add up."""
    routes = Counter(row["route"] for row in rows)
    return {
        "rows_in": len(rows) + len(dropped),
        "synthetic": sum(row["source"] == "synthetic" for row in [*rows, *dropped]),
        "dropped": dict(
            Counter(str(row["drop_reason"]).partition(":")[0].partition(" of ")[0] for row in dropped)
        ),
        "kept": len(rows),
        "labelled": sum(row["label"] is not None for row in rows),
        "accepted": routes["accept"],
        "sent_to_review": routes["review"],
        "held": routes["hold"],
        "reviewed": sum(bool(row["reviews"]) for row in rows),
        "disputed": sum(row["disputed"] for row in rows),
        "gold": len(vouched_for(rows)),
    }


def accuracies(rows: Rows, gold: Mapping[str, str]) -> dict[str, float]:
    """Return the share of kept rows with a known label that each labeller gets right; a row it leaves open is wrong.

    "accepted and reviewed" is the accuracy of the gold data alone.
    """
    known = [row for row in rows if row["id"] in gold]
    if not known:
        return {}
    labellers = {
        "LLM alone": "llm_label",
        "labeling functions alone": "functions_label",
        "label model": "label",
        "after review": "final_label",
    }
    scores = {name: _share(known, column, gold) for name, column in labellers.items() if column in known[0]}
    sure = vouched_for(known)
    return scores | ({"accepted and reviewed": _share(sure, "final_label", gold)} if sure else {})


def _share(rows: Rows, column: str, gold: Mapping[str, str]) -> float:
    right = [row for row in rows if row[column] == gold[row["id"]]]
    return len(right) / len(rows)


def agreement(rows: Rows) -> dict[str, Any]:
    """Return how far reviewers agree: Krippendorff's nominal alpha with a 95 % bootstrap interval, and the plain share."""
    reviewers = sorted({name for row in rows for name in row["reviews"]})
    answers = {str(at): row["reviews"] for at, row in enumerate(rows)}
    found = agreement_on("label", answers, "label")
    if found is None:
        return {"reviewers": reviewers, "rows": 0}
    twice = [set(row["reviews"].values()) for row in rows if len(row["reviews"]) > 1]
    return {
        "reviewers": reviewers,
        "rows": found.items,
        "agree": sum(len(given) == 1 for given in twice) / len(twice),
        "alpha": found.value,
        "alpha_interval": [found.low, found.high],
    }


def calibration_error(rows: Rows, gold: Mapping[str, str]) -> float | None:
    """Return the expected calibration error, in [0, 1], of the label model's confidence over rows with a known label."""
    known = [row for row in rows if row["id"] in gold and row["label"] is not None]
    if not known:
        return None
    confidence = np.array([row["confidence"] for row in known])
    return float(
        expected_calibration_error(confidence, np.array([row["label"] == gold[row["id"]] for row in known]))
    )


def refit_gain(rows: Rows, gold: Mapping[str, str]) -> dict[str, Any]:
    """Return, of rows with a known label that nobody reviewed, how many are right before the refit and after, and how far its confidence is off."""
    left = [row for row in rows if row["id"] in gold and not row["reviews"]]
    if not left:
        return {}
    found: dict[str, Any] = {"unreviewed": len(left)}
    for when, label, confidence in (
        ("before", "label", "confidence"),
        ("after", "refitted_label", "refitted_confidence"),
    ):
        found[f"unreviewed_right_{when}"] = _share(left, label, gold)
        told = [{"id": row["id"], "label": row[label], "confidence": row[confidence]} for row in left]
        found[f"calibration_error_{when}"] = calibration_error(told, gold)
    return found
