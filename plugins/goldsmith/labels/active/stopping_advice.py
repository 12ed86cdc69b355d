"""When further labels would change little."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.agreement import cohen_kappa

__all__ = ["StoppingAdvice", "stopping_advice"]


@dataclass(frozen=True)
class StoppingAdvice:
    """Whether to stop, and why.

    Attributes:
        stop: whether the model has settled.
        agreement: Cohen's kappa of each model with the one before, [models - 1], NaN where both say one and the same
            class throughout.
        reason: a sentence.
    """

    stop: bool
    agreement: tuple[float, ...]
    reason: str


def stopping_advice(
    predictions: Sequence[npt.ArrayLike], *, threshold: float = 0.99, window: int = 3
) -> StoppingAdvice:
    """Advise to stop when the models of consecutive rounds say the same of rows nobody labels.

    Bloodgood and Vijay-Shanker 2009, "A Method for Stopping Active Learning Based on Stabilizing Predictions and the Need
    for User-Adjustable Stopping": the mean kappa of the last 3 pairs of consecutive models, on a fixed stop
    set that needs no labels (2,000 rows in the paper), is at least 0.99. A lower threshold stops earlier. Models that say
    one class throughout have not begun to learn: they are no sign to stop.

    Args:
        predictions: the classes that the model of each round predicts for the same rows, in order, each [n].
        threshold: the mean kappa from which to stop, in (0, 1].
        window: the pairs of models that count, at least 1.

    Raises:
        InputError: the lengths differ, there are no rows, or a setting is out of range.

    >>> stopping_advice([[0, 0, 0, 1], [0, 1, 0, 1], [0, 1, 0, 1]], window=1).stop
    True
    >>> stopping_advice([[0, 0, 0, 1], [0, 1, 0, 1], [0, 1, 0, 1]]).reason
    'go on: 2 of 3 pairs of models can be compared'
    """
    if not 0 < threshold <= 1 or window < 1:
        raise InputError(f"wanted 0 < threshold <= 1 and window >= 1, got {threshold} and {window}")
    rounds = [np.asarray(one).tolist() for one in predictions]
    agreement = tuple(cohen_kappa(before, after) for before, after in pairwise(rounds))
    if len(agreement) < window:
        return StoppingAdvice(
            False, agreement, f"go on: {len(agreement)} of {window} pairs of models can be compared"
        )
    last = agreement[-window:]
    if any(isnan(kappa) for kappa in last):
        return StoppingAdvice(False, agreement, "go on: a model predicts one class throughout")
    mean = sum(last) / window
    stop = mean >= threshold
    verdict = "stop: further labels change little" if stop else "go on"
    return StoppingAdvice(
        stop, agreement, f"{verdict}, kappa of the last {window} pairs is {mean:.3f} (threshold {threshold})"
    )
