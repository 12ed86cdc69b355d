"""What augmentation did to a classifier, on rows that were held out."""

from typing import Any

import numpy as np

from goldsmith.errors import InputError
from goldsmith.labels import EndModel
from goldsmith.quality.intervals import share_with_interval
from goldsmith_recipes.run_folder import Rows

__all__ = ["held_out_scores"]


def held_out_scores(rows: Rows, new: Rows, tests: Rows) -> dict[str, list[float]] | None:
    """Return the share of held-out rows that a classifier gets right, with its 95 % interval: trained on the originals, and on all.

    The classifier is `EndModel.of_few()` on TF-IDF. None without held-out rows.

    Raises:
        InputError: a held-out row has a label that no original has.
    """
    if not tests:
        return None
    classes = sorted({row["label"] for row in rows})
    if strange := {row["label"] for row in tests} - set(classes):
        raise InputError(f"no row to train on has the label {min(strange)!r} of the held-out rows")
    return {"originals": _right(rows, tests, classes), "with new rows": _right([*rows, *new], tests, classes)}


def _right(rows: Rows, tests: Rows, classes: list[str]) -> list[float]:
    labels: Any = np.searchsorted(classes, [row["label"] for row in rows])
    model = EndModel.of_few().fit([row["text"] for row in rows], np.eye(len(classes))[labels])
    told = model.predict([row["text"] for row in tests])
    right = sum(classes[at] == row["label"] for at, row in zip(told, tests, strict=True))
    return list(share_with_interval(right, len(tests)))
