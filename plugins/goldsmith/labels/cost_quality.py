"""What accuracy costs when people check a share of a labeller's rows, for every labeller and share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.wilson import wilson_interval

__all__ = ["CostQualityCurve", "CostQualityPoint", "Labeller", "People", "cost_quality_curve"]

Floats: TypeAlias = npt.NDArray[np.float64]

_ROUNDING = 1e-12
_SHARES = tuple(np.linspace(0, 1, 21).round(2).tolist())


@dataclass(frozen=True)
class Labeller:
    """Something that labels all rows: labeling functions, a model, both together, or a cascade.

    Attributes:
        name: its name on the curve.
        confidence: how sure it is of each row, [n], in [0, 1]: calibrated, where no row is known to be right or wrong.
        correct: whether each row is right, [n], NaN where nobody knows; the known rows must be a random sample.
        money: its price a row.
        hours: its hours a row.
        setup_money: paid once, whatever the number of rows.
        setup_hours: spent once: writing labeling functions or prompts.
    """

    name: str
    confidence: npt.ArrayLike
    correct: npt.ArrayLike | None = None
    money: float = 0.0
    hours: float = 0.0
    setup_money: float = 0.0
    setup_hours: float = 0.0


@dataclass(frozen=True)
class People:
    """Who checks.

    Attributes:
        money: the price of a row.
        hours: hours a row.
        accuracy: the share of rows they get right, in [0, 1].
    """

    money: float
    hours: float = 0.0
    accuracy: float = 1.0


@dataclass(frozen=True)
class CostQualityPoint:
    """One mix.

    Attributes:
        labeller: who labels the rest.
        share: the share of rows that people check, the least sure ones.
        accuracy: the expected share of right labels.
        low: the lower end of its interval.
        high: its upper end.
        money: in all.
        hours: in all.
    """

    labeller: str
    share: float
    accuracy: float
    low: float
    high: float
    money: float
    hours: float


@dataclass(frozen=True)
class CostQualityCurve:
    """All mixes, and the one that is recommended.

    Attributes:
        points: by labeller, then by share.
        front: those that no cheaper or equally dear mix equals in accuracy, from cheap to dear.
        recommended: the mix to take.
        reason: why it is recommended.
    """

    points: tuple[CostQualityPoint, ...]
    front: tuple[CostQualityPoint, ...] = field(repr=False)
    recommended: CostQualityPoint
    reason: str


def cost_quality_curve(
    labellers: Sequence[Labeller],
    people: People,
    *,
    shares: Sequence[float] = _SHARES,
    target: float | None = None,
    budget: float | None = None,
    level: float = 0.95,
) -> CostQualityCurve:
    """Return accuracy against money and hours when people check the least sure rows of each labeller, and recommend a mix.

    The rows a labeller is least sure of go to people, the rest keeps its label. Of the rest, the share of right labels
    among the rows where it is known is taken, with Wilson's interval; people's accuracy counts as given. Where nothing is
    known, the mean confidence takes its place, and everything rests on its being calibrated.

    What is recommended: with a `target` the cheapest mix whose interval lies above it, if there is one; with a `budget`
    the most accurate one it pays for; with neither the knee of the front, the mix farthest above the straight line from
    the cheapest to the best accuracy at the price of the dearest (Satopaa et al. 2011, "Finding a 'Kneedle' in a
    Haystack"). The knee is for a first look: who knows what a wrong label costs sets a target.

    Args:
        labellers: who may label, at least one, all for the same rows.
        people: who checks, at what price.
        shares: the shares of rows checked, in [0, 1].
        target: the accuracy wanted.
        budget: the money there is.
        level: of the intervals.

    Raises:
        InputError: no labeller or share, differing lengths, or a value out of range.

    >>> functions = Labeller("functions", [0.9, 0.6, 0.8, 0.7], [1, 0, 1, 1], setup_hours=2)
    >>> curve = cost_quality_curve([functions], People(money=0.5, hours=0.01), shares=[0, 0.25, 1])
    >>> [(point.share, point.accuracy, point.money) for point in curve.points]
    [(0.0, 0.75, 0.0), (0.25, 1.0, 0.5), (1.0, 1.0, 2.0)]
    >>> curve.recommended.share
    0.25
    """
    checked = np.unique(np.asarray(shares, dtype=np.float64))
    if not labellers or not len(checked) or checked[0] < 0 or checked[-1] > 1 or not 0 < level < 1:
        raise InputError("wanted labellers, shares in [0, 1] and a level in (0, 1)")
    if not 0 <= people.accuracy <= 1:
        raise InputError(f"the accuracy of people must be in [0, 1], got {people.accuracy}")
    if len({np.shape(one.confidence) for one in labellers}) > 1:
        raise InputError("all labellers must be measured on the same rows")
    points = [point for one in labellers for point in _points(one, people, checked, level)]
    front = _front(points)
    recommended, reason = _recommended(points, front, target, budget)
    return CostQualityCurve(tuple(points), front, recommended, reason)


def _points(one: Labeller, people: People, shares: Floats, level: float) -> list[CostQualityPoint]:
    sure, right = _measured(one)
    n = len(sure)
    rank = np.empty(n)
    rank[np.argsort(sure, kind="stable")] = np.arange(n)
    points = []
    for share, count in zip(shares, np.round(shares * n), strict=True):
        rest = rank >= count
        mean, low, high = _kept(sure[rest], right[rest], level)
        by_people = count / n * people.accuracy
        accuracy, low, high = (float(by_people + (1 - count / n) * value) for value in (mean, low, high))
        money = one.setup_money + one.money * n + people.money * count
        hours = one.setup_hours + one.hours * n + people.hours * count
        points.append(
            CostQualityPoint(one.name, float(share), accuracy, low, high, float(money), float(hours))
        )
    return points


def _kept(sure: Floats, right: Floats, level: float) -> tuple[float, float, float]:
    """Return the accuracy of the rows that keep the labeller's label, and Wilson's interval for it."""
    if not len(sure):
        return 0.0, 0.0, 0.0  # they weigh nothing
    known = right[~np.isnan(right)]
    if not len(known):
        return float(sure.mean()), 0.0, 1.0
    return float(known.mean()), *wilson_interval(float(known.sum()), len(known), level)


def _measured(one: Labeller) -> tuple[Floats, Floats]:
    """Return confidence, and being right or, where no row is known, the confidence once more, [n] both."""
    sure = np.asarray(one.confidence, dtype=np.float64)
    right = sure if one.correct is None else np.asarray(one.correct, dtype=np.float64)
    if sure.ndim != 1 or not len(sure) or right.shape != sure.shape or np.isnan(right).all():
        raise InputError(
            f"{one.name!r}: wanted confidence [n] and correct [n] with a known row at least, got {sure.shape} and {right.shape}"
        )
    if not ((sure >= 0) & (sure <= 1)).all() or ((right < 0) | (right > 1)).any():
        raise InputError(f"{one.name!r}: confidence must be in [0, 1], correct 0, 1 or NaN")
    return sure, right


def _front(points: Sequence[CostQualityPoint]) -> tuple[CostQualityPoint, ...]:
    front: list[CostQualityPoint] = []
    for point in sorted(points, key=lambda point: (point.money, -point.accuracy, point.hours)):
        if not front or point.accuracy > front[-1].accuracy + _ROUNDING:
            front.append(point)
    return tuple(front)


def _recommended(
    points: Sequence[CostQualityPoint],
    front: tuple[CostQualityPoint, ...],
    target: float | None,
    budget: float | None,
) -> tuple[CostQualityPoint, str]:
    within = [point for point in front if budget is None or point.money <= budget + _ROUNDING]
    if not within:
        return front[0], f"no mix can be paid with {budget:g}: this is the cheapest"
    if target is not None:
        reached = [
            point for point in points if point.low >= target and (budget is None or point.money <= budget)
        ]
        if reached:
            best = min(reached, key=lambda point: (point.money, -point.low))
            return (
                best,
                f"the cheapest mix whose accuracy is {target:.1%} or more at the interval's lower end",
            )
        return within[-1], f"no mix in reach is surely at {target:.1%}: this is the most accurate"
    if budget is not None:
        return within[-1], f"the most accurate mix for at most {budget:g}"
    return _knee(points, front), "the knee: beyond it a right label costs more than on the way to it"


def _knee(points: Sequence[CostQualityPoint], front: tuple[CostQualityPoint, ...]) -> CostQualityPoint:
    """Return the point of the front farthest above the line to the best accuracy at the price of the dearest mix."""
    dearest = max(point.money for point in points) - front[0].money
    gain = front[-1].accuracy - front[0].accuracy
    if dearest <= 0 or gain <= 0:
        return front[0]
    return max(
        front,
        key=lambda point: (
            (point.accuracy - front[0].accuracy) / gain - (point.money - front[0].money) / dearest
        ),
    )
