"""What a live model learns from: a labelling run's rows, or any file of texts and labels."""

import math
from collections.abc import Collection
from pathlib import Path
from typing import Any

from goldsmith.data import read_rows
from goldsmith.errors import InputError
from goldsmith.labels.text_classifier import Shares
from goldsmith_recipes.review_round import ReviewRound
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["labelled_texts"]


def labelled_texts(data: Path, text_column: str = "text", label_column: str = "label") -> Shares:
    """Return text -> label -> probability of the rows that have a label; of equal texts the last one counts.

    A label that people decided is certain. Another has the probability in the column `confidence`, 1 where there is
    none, and the other labels share the rest evenly, but for a label's confidence below theirs, which counts as an even
    share: the label was the likeliest.

    Args:
        data: the folder of `goldsmith run labels`, whose columns are known, or a file as in `goldsmith.data.read_rows`.
        text_column: the texts of a file.
        label_column: the labels of a file; rows where it is empty are left out.

    Raises:
        InputError: there is no such file, folder or column, or a confidence is not in [0, 1].
    """
    folder = RunFolder(data)
    if folder.review.is_file():
        round_ = ReviewRound.load(folder)
        rows = [_final(row) for row in folder.read_jsonl(folder.rows)]
        return _shares(rows, round_.classes, data)
    rows = read_rows(data, text_column)
    if not any(label_column in row for row in rows):
        there = ", ".join(sorted({name for row in rows for name in row}))
        raise InputError(f"{data}: no column {label_column!r} for the labels; there are: {there}")
    taken = [
        {"text": row[text_column], "label": str(row[label_column]), "confidence": row.get("confidence")}
        for row in rows
        if row.get(label_column) not in {None, ""}
    ]
    return _shares(taken, sorted({row["label"] for row in taken}), data)


def _final(row: dict[str, Any]) -> dict[str, Any]:
    people = str(row.get("decided_by") or "").startswith("people")
    sure = 1.0 if people else row.get("refitted_confidence", row["confidence"])
    return {"text": row["text"], "label": row["final_label"], "confidence": sure}


def _shares(rows: Rows, classes: Collection[str], data: Path) -> Shares:
    return {
        row["text"]: _spread(row["label"], _confidence(row, data), classes) for row in rows if row["label"]
    }


def _confidence(row: dict[str, Any], data: Path) -> float:
    given = row["confidence"]
    if given in {None, ""}:
        return 1.0
    try:
        confidence = float(given)
    except (TypeError, ValueError):
        confidence = math.nan
    if not 0 <= confidence <= 1:
        raise InputError(f"{data}: a confidence is between 0 and 1, got {given!r}")
    return confidence


def _spread(label: str, confidence: float, classes: Collection[str]) -> dict[str, float]:
    others = [one for one in classes if one != label]
    if not others:
        return {label: 1.0}
    sure = max(confidence, 1 / (len(others) + 1))
    return {label: sure} | dict.fromkeys(others, (1 - sure) / len(others))
