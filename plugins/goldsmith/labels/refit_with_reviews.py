"""Labels once people have looked at some rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.labels.choose_scaler import choose_scaler, held_out, log_loss
from goldsmith.labels.known_rows import checked_known_rows, with_known
from goldsmith.labels.label_model import Floats

__all__ = ["Refit", "refit_with_reviews"]

Classes: TypeAlias = npt.NDArray[np.intp]

_CORRECTIONS = ("none", "temperature")


@dataclass(frozen=True)
class Refit:
    """What reviews have taught.

    Attributes:
        probabilities: of each class in each row, [n, k]; a known class has 1.
        kept: whether they are the refitted ones: the reviewed rows become likelier by them, each by a fit that did not see its review.
        correction: "none" or "temperature", what corrects their confidence.
        rows: that were reviewed.
        before: the share of reviewed rows whose label was right before.
        after: the same by fits that did not see the row's review; NaN where too few are reviewed to tell.
    """

    probabilities: Floats
    kept: bool
    correction: str
    rows: int
    before: float
    after: float


def refit_with_reviews(
    fit: Callable[[Classes], Floats],
    before: Floats,
    known: npt.ArrayLike,
    *,
    random: bool = False,
    fewest: int = 20,
    folds: int = 5,
    seed: int = 0,
) -> Refit:
    """Fit anew with the reviewed rows as gold, and keep that if it is better.

    People mostly see the rows labellers are least sure of, so their answers say little of how often labels are right at large. What they do
    tell is which of two fits gives the reviewed rows' true classes a higher probability, by the log loss over folds of which each is left out
    once. If the old one does, it stays.

    Args:
        fit: from known classes, [n], -1 elsewhere, to probabilities, [n, k], such as `voted_posterior`.
        before: probabilities without reviews, [n, k].
        known: the reviewed classes, integers, [n], -1 elsewhere.
        random: whether the reviewed rows are a random sample of all. Only then the confidence is corrected: what a temperature learns of unsure rows
            does not hold for sure ones.
        fewest: with fewer reviewed rows nothing is fitted, at least `folds`.
        folds: how many parts the reviewed rows are dealt into.
        seed: which row comes into which part.

    Raises:
        InputError: `known` has other rows, or a class is out of range.

    >>> right = np.arange(40) % 2
    >>> def fit(known):  # learns the parity of rows from one of each
    ...     return np.eye(2)[right] * 0.8 + 0.1 if (known >= 0).sum() > 1 else np.full((40, 2), 0.5)
    >>> found = refit_with_reviews(fit, np.full((40, 2), 0.5), np.where(np.arange(40) < 20, right, -1))
    >>> found.kept, found.after, found.probabilities[30].argmax().item()
    (True, 1.0, 0)
    """
    n, k = before.shape
    classes = checked_known_rows(known, n, k)
    rows = np.flatnonzero(classes >= 0)
    truth = classes[rows]
    right = float((before[rows].argmax(axis=1) == truth).mean()) if len(rows) else np.nan
    if len(rows) < max(fewest, folds):
        return Refit(
            with_known(before, classes),
            kept=False,
            correction="none",
            rows=len(rows),
            before=right,
            after=np.nan,
        )
    unseen = np.empty((len(rows), k))
    part = np.random.default_rng(seed).permutation(len(rows)) % folds
    for held in range(folds):
        told = classes.copy()
        told[rows[part == held]] = -1
        unseen[part == held] = fit(told)[rows[part == held]]
    chosen = choose_scaler(
        unseen, truth, folds=folds, seed=seed, among=_CORRECTIONS if random else _CORRECTIONS[:1]
    )
    corrected = held_out(chosen.name, unseen, truth, folds=folds, seed=seed)
    kept = log_loss(corrected, truth) < log_loss(before[rows], truth)
    after = float((corrected.argmax(axis=1) == truth).mean())
    found = chosen.scaler.transform(fit(classes)) if kept else before
    return Refit(with_known(found, classes), kept, chosen.name if kept else "none", len(rows), right, after)
