"""Spend a review budget where labels are least sure."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from goldsmith.errors import InputError

__all__ = ["Route", "route"]

Route = Literal["accept", "review", "hold"]


def route(
    confidence: NDArray[np.floating], budget: int, *, accept: float = 0.8, ids: Sequence[str] | None = None
) -> list[Route]:
    """Return what becomes of each row: the `budget` least sure go to people, the sure ones are accepted, the rest held.

    Rows are ordered by confidence (to four decimals, so that noise in the last bits moves nobody), then by id.
    A held row has a label nobody vouches for: it stays out of the gold data until more budget comes.

    Args:
        confidence: [n] probabilities of the assigned labels, in [0, 1]; 0 for a row without any.
        budget: rows people will review, at least 0.
        accept: the least confidence accepted without a person, in [0, 1].
        ids: [n] stable ids that break ties; the position where not given.

    Raises:
        InputError: a negative budget, or a confidence outside [0, 1].

    >>> route(np.array([0.99, 0.55, 0.7]), budget=1)
    ['accept', 'review', 'hold']
    """
    if budget < 0:
        raise InputError(f"the review budget is {budget}, wanted at least 0")
    if not np.all((confidence >= 0) & (confidence <= 1)):  # also catches NaN
        raise InputError("confidences must lie in [0, 1]; give a row without a label 0")
    keys = ids if ids is not None else range(len(confidence))
    ranked = sorted(range(len(confidence)), key=lambda row: (round(float(confidence[row]), 4), keys[row]))
    chosen = set(ranked[:budget])
    return [
        "review" if row in chosen else "accept" if confidence[row] >= accept else "hold"
        for row in range(len(confidence))
    ]
