"""Ask the cheapest labeller first, and a dearer one only where it is not sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["Cascade", "fit_cascade"]

Floats: TypeAlias = npt.NDArray[np.float64]

_GRIDS = {
    1: 512,
    2: 128,
    3: 32,
}  # candidates a threshold for so many thresholds: at most a few ten thousand cascades
_ROUNDING = 1e-9
_AT_ONCE = 4096  # rows whose way through every cascade is in memory at a time


@dataclass(frozen=True)
class Cascade:
    """Labellers in the order they are asked, and how sure each must be to have the last word.

    Attributes:
        thresholds: the least confidence at which each labeller but the last is believed, [t - 1].
        cost: the expected cost a row on the rows it was fitted on.
        accuracy: the share of right labels among them.
        shares: the share of them that each labeller decides, [t].
    """

    thresholds: tuple[float, ...]
    cost: float
    accuracy: float
    shares: tuple[float, ...]

    def decide(self, confidence: npt.ArrayLike) -> npt.NDArray[np.intp]:
        """Return which labeller decides each row, [n], in [0, t).

        Args:
            confidence: of each labeller but the last, [n, t - 1]; what was never asked may be NaN.

        Raises:
            InputError: not one column for each threshold.
        """
        sure = np.asarray(confidence, dtype=np.float64)
        if sure.ndim != 2 or sure.shape[1] != len(self.thresholds):
            raise InputError(f"wanted confidence [n, {len(self.thresholds)}], got shape {sure.shape}")
        believed = sure >= np.asarray(self.thresholds)
        last = np.ones((len(sure), 1), dtype=bool)
        return np.asarray(np.hstack([believed, last]).argmax(axis=1))


def fit_cascade(
    confidence: npt.ArrayLike, correct: npt.ArrayLike, costs: Sequence[float], budget: float
) -> Cascade:
    """Find the thresholds under which most labels are right at an expected cost a row of at most `budget`.

    Chen, Zaharia and Zou 2023, "FrugalGPT: How to Use Large Language Models While Reducing Cost and Improving
    Performance", the LLM cascade (strategy 3): a row goes to the next labeller where this one's score is below its
    threshold, and each labeller asked is paid. The thresholds are chosen together, among quantiles of each labeller's
    confidence (all values where there are few), "never" and "always" included, so labellers that are not worth their
    money are passed over, but paid. Of equally good cascades the cheapest is taken. The figures are those of the rows
    given: compare them with other rows.

    Two models and a person, say: `costs=(0.001, 0.02, 0.30)`, and the person's column of `correct` is 1, or
    where people checked each other, whether they were right.

    Args:
        confidence: of each labeller but the last, who is always believed, [n, t - 1], in [0, 1].
        correct: whether each labeller's label is right, [n, t], of 0 and 1 or, for people, an expected value.
        costs: of asking each labeller about a row, at least 0, [t], t from 2 to 4.
        budget: the most a row may cost on average; at least the first labeller's cost.

    Raises:
        InputError: the shapes differ, a value is out of range, or the budget pays not even for the first labeller.

    >>> sure = [[0.9], [0.8], [0.6], [0.55]]
    >>> right = [[1, 1], [1, 1], [0, 1], [1, 1]]
    >>> cascade = fit_cascade(sure, right, costs=(1, 10), budget=6)
    >>> cascade.thresholds, cascade.accuracy, cascade.cost
    ((0.8,), 1.0, 6.0)
    >>> cascade.decide([[0.95], [0.7]]).tolist()
    [0, 1]
    """
    sure, right, price = _checked(confidence, correct, costs)
    if budget < price[0]:
        raise InputError(
            f"a budget of {budget} a row does not pay for the first labeller, who costs {price[0]}"
        )
    grids = [_candidates(column, _GRIDS[sure.shape[1]]) for column in sure.T]
    accuracy, cost = _expected(sure, right, price, grids)
    affordable = np.flatnonzero(cost <= budget + _ROUNDING)
    best = affordable[np.lexsort((cost[affordable], -accuracy[affordable].round(12)))[0]]
    chosen = np.unravel_index(best, [len(grid) for grid in grids])
    thresholds = tuple(float(grid[at]) for grid, at in zip(grids, chosen, strict=True))
    found = Cascade(thresholds, float(cost[best]), float(accuracy[best]), ())
    shares = np.bincount(found.decide(sure), minlength=len(price)) / len(sure)
    return Cascade(thresholds, found.cost, found.accuracy, tuple(shares.tolist()))


def _expected(sure: Floats, right: Floats, price: Floats, grids: list[Floats]) -> tuple[Floats, Floats]:
    """Return accuracy and cost of every combination of thresholds, [combinations], the last threshold changing fastest."""
    n = len(sure)
    hits: Floats = np.zeros(1)
    spent: Floats = np.zeros(1)
    for start in range(0, n, _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        more_hits, more_spent = _sums(sure[rows], right[rows], price, grids)
        hits, spent = hits + more_hits, spent + more_spent
    return hits / n, spent / n


def _sums(sure: Floats, right: Floats, price: Floats, grids: list[Floats]) -> tuple[Floats, Floats]:
    """Return right labels and cost in all of every combination, labeller by labeller.

    `reach` says which rows come to a labeller, [combinations so far, n].
    """
    reach = np.ones((1, len(sure)))
    hits: Floats = np.zeros((1, 1))
    spent: Floats = np.full((1, 1), price[0] * len(sure))
    for tier, grid in enumerate(grids):
        doubted = (sure[:, tier] < grid[:, None]).astype(np.float64)
        hits = hits.reshape(-1, 1) + (reach * right[:, tier]) @ (1 - doubted).T
        spent = spent.reshape(-1, 1) + price[tier + 1] * (reach @ doubted.T)
        if tier == len(grids) - 1:
            hits += (reach * right[:, -1]) @ doubted.T
        else:
            reach = (reach[:, None] * doubted).reshape(-1, len(sure))
    return hits.ravel(), spent.ravel()


def _candidates(confidence: Floats, most: int) -> Floats:
    """Return thresholds: distinct values, or quantiles of them, and one above all of them."""
    values = np.unique(confidence)
    if len(values) >= most:
        values = values[np.linspace(0, len(values) - 1, most - 1).round().astype(int)]
    return np.append(values, np.nextafter(values[-1], np.inf))


def _checked(
    confidence: npt.ArrayLike, correct: npt.ArrayLike, costs: Sequence[float]
) -> tuple[Floats, Floats, Floats]:
    sure, right, price = (np.asarray(given, dtype=np.float64) for given in (confidence, correct, costs))
    if sure.ndim != 2 or right.shape != (len(sure), sure.shape[1] + 1) or price.shape != right.shape[1:]:
        raise InputError(
            f"wanted confidence [n, t - 1], correct [n, t] and costs [t], got {sure.shape}, {right.shape} and {price.shape}"
        )
    if not len(sure) or sure.shape[1] not in _GRIDS:
        raise InputError(f"wanted rows and 2 to 4 labellers, got {len(sure)} and {right.shape[1]}")
    if not all(((values >= 0) & (values <= 1)).all() for values in (sure, right)) or not (price >= 0).all():
        raise InputError("confidence and correct must be in [0, 1], costs at least 0")
    return sure, right, price
