"""Which labels are kept and which rows people see, each with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.cascade import Cascade
from goldsmith.labels.route import Route, route

__all__ = ["Routed", "route_by_budget", "route_by_cascade", "route_by_threshold"]

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Routed:
    """What becomes of a row.

    Attributes:
        route: "accept" a machine's label, "review" by a person, or "hold": a label that nobody vouches for.
        reason: why, in a few words.
        score: the confidence that decided, in [0, 1]; 0 for a row without a label.
        labeller: who has the last word, counted from 0; a person comes after all machines.
    """

    route: Route
    reason: str
    score: float
    labeller: int


def route_by_threshold(confidence: npt.ArrayLike, accept: float) -> list[Routed]:
    """Keep the labels that are sure enough; people see all other rows, however many those are.

    Args:
        confidence: of each row's label, [n], in [0, 1]; 0 for a row without any.
        accept: the least confidence that is enough, in [0, 1].

    Raises:
        InputError: a confidence or `accept` is outside [0, 1].

    >>> [row.route for row in route_by_threshold([0.9, 0.0], accept=0.8)]
    ['accept', 'review']
    """
    return [
        Routed("accept", f"confidence {sure:.2f} reaches {accept:.2f}", sure, 0)
        if sure >= accept and sure > 0
        else Routed("review", _unsure(sure, accept), sure, 1)
        for sure in _checked(confidence, accept).tolist()
    ]


def route_by_budget(
    confidence: npt.ArrayLike, share: float, *, accept: float = 0.0, ids: Sequence[str] | None = None
) -> list[Routed]:
    """Send the least sure share of rows to people, and keep the labels of the others that are sure enough.

    Args:
        confidence: of each row's label, [n], in [0, 1]; 0 for a row without any.
        share: of the rows that people label, in [0, 1], rounded down to whole rows.
        accept: the least confidence of a label that is kept; a row below it, and beyond the budget, is held.
        ids: [n] stable ids that break ties; the position where not given.

    Raises:
        InputError: a number is outside [0, 1].

    >>> [row.route for row in route_by_budget([0.99, 0.55, 0.7, 0.0], 0.5, accept=0.8)]
    ['accept', 'review', 'hold', 'review']
    """
    sure = _checked(confidence, accept)
    if not 0 <= share <= 1:
        raise InputError(f"the budget is a share of rows, in [0, 1], got {share}")
    budget = floor(share * len(sure) + _ROUNDING)
    # Without a label there is nothing to accept, even where every confidence is enough.
    ways = route(sure, budget, accept=max(accept, float(np.nextafter(0, 1))), ids=ids)
    reasons = {
        "accept": "surer than the {budget} of {n} rows that people see",
        "review": "among the {budget} least sure of {n} rows",
        "hold": "{unsure}, and the budget is spent",
    }
    return [
        Routed(
            way,
            reasons[way].format(budget=budget, n=len(sure), unsure=_unsure(one, accept)),
            one,
            int(way == "review"),
        )
        for way, one in zip(ways, sure.tolist(), strict=True)
    ]


def route_by_cascade(confidence: npt.ArrayLike, cascade: Cascade) -> list[Routed]:
    """Keep the label of the first labeller that is sure enough; where none is, a person labels.

    Args:
        confidence: of each machine's label, [n, t - 1], in [0, 1]; 0 or NaN where it gave none.
        cascade: how sure each must be.

    Raises:
        InputError: not one column for each threshold.

    >>> cascade = Cascade(thresholds=(0.9, 0.7), cost=0, accuracy=0, shares=())
    >>> rows = route_by_cascade([[0.95, float("nan")], [0.5, 0.8], [0.5, 0.6]], cascade)
    >>> [(row.route, row.labeller) for row in rows]
    [('accept', 0), ('accept', 1), ('review', 2)]
    """
    sure = np.nan_to_num(np.asarray(confidence, dtype=np.float64), nan=0.0)
    nobody = np.where(sure > 0, sure, -np.inf)  # a threshold of 0 believes every label, but there must be one
    deciders = cascade.decide(nobody).tolist()
    return [
        Routed("review", "no labeller is sure enough", float(row.max()), decider)
        if decider == len(cascade.thresholds)
        else Routed(
            "accept",
            f"confidence {row[decider]:.2f} reaches {cascade.thresholds[decider]:.2f}",
            float(row[decider]),
            decider,
        )
        for row, decider in zip(sure, deciders, strict=True)
    ]


def _unsure(sure: float, accept: float) -> str:
    return f"confidence {sure:.2f} is below {accept:.2f}" if sure > 0 else "no label"


def _checked(confidence: npt.ArrayLike, accept: float) -> npt.NDArray[np.float64]:
    sure = np.asarray(confidence, dtype=np.float64)
    if sure.ndim != 1 or not ((sure >= 0) & (sure <= 1)).all() or not 0 <= accept <= 1:
        raise InputError(f"wanted confidences [n] and accept in [0, 1], got {sure!r:.60} and {accept}")
    return sure
