"""An LLM's labels as one more column of the label matrix."""

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
    abstain_below: float = 0.6,
) -> NDArray[np.int8]:
    """Return an [n] int8 column of votes: the label's class, or -1 where the model gave none or was not sure.

    Args:
        labels: [n] labels the model gave; None where it failed.
        confidence: [n] calibrated probabilities in [0, 1]; None, where a model tells none, counts as sure.
        classes: label names in the order of the class numbers.
        abstain_below: a less confident label is no vote.

    Raises:
        InputError: the lengths differ, or a label is not one of `classes`.

    >>> llm_votes(["spam", "ham", None], [0.9, 0.51, None], ["ham", "spam"]).tolist()
    [1, -1, -1]
    """
    if len(labels) != len(confidence):
        raise InputError(f"{len(labels)} labels but {len(confidence)} confidences")
    number = {name: index for index, name in enumerate(classes)}
    unknown = {label for label in labels if label is not None} - number.keys()
    if unknown:
        raise InputError(f"the LLM gave {min(unknown)!r}, which is none of {', '.join(classes)}")
    return np.array(
        [
            -1 if label is None or (sure is not None and sure < abstain_below) else number[label]
            for label, sure in zip(labels, confidence, strict=True)
        ],
        dtype=np.int8,
    )
