"""An LLM's labels as columns of the label matrix, one for each level of confidence."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goldsmith.errors import InputError

__all__ = ["llm_votes"]


def llm_votes(
    labels: Sequence[str | None],
    confidence: Sequence[float | None],
    classes: Sequence[str],
    *,
    levels: Sequence[float] = (0.6, 0.75, 0.9),
) -> NDArray[np.int8]:
    """Return [n, len(levels)] int8 votes: a label stands in the column of the highest level its confidence reaches.

    A label model learns one accuracy for each voter, so a model that votes in one column is believed as much when it
    hesitates as when it is sure. Levels let it be believed by degrees; a label below the lowest level is no vote.

    Args:
        labels: [n] labels the model gave; None where it failed.
        confidence: [n] calibrated probabilities in [0, 1]; None, where a model tells none, counts as the lowest level.
        classes: label names in the order of the class numbers.
        levels: rising lower bounds in [0, 1].

    Raises:
        InputError: the lengths differ, a label is not one of `classes`, or the levels do not rise.

    >>> llm_votes(["spam", "ham", "ham", None], [0.95, 0.7, 0.5, None], ["ham", "spam"]).tolist()
    [[-1, -1, 1], [0, -1, -1], [-1, -1, -1], [-1, -1, -1]]
    """
    if len(labels) != len(confidence):
        raise InputError(f"{len(labels)} labels but {len(confidence)} confidences")
    if not levels or list(levels) != sorted(set(levels)) or not 0 <= levels[0] <= levels[-1] <= 1:
        raise InputError(f"levels {list(levels)} must rise within [0, 1]")
    number = {name: index for index, name in enumerate(classes)}
    unknown = {label for label in labels if label is not None} - number.keys()
    if unknown:
        raise InputError(f"the LLM gave {min(unknown)!r}, which is none of {', '.join(classes)}")
    votes = np.full((len(labels), len(levels)), -1, dtype=np.int8)
    for row, (label, sure) in enumerate(zip(labels, confidence, strict=True)):
        level = 0 if sure is None else sum(sure >= bound for bound in levels) - 1
        if label is not None and level >= 0:
            votes[row, level] = number[label]
    return votes
