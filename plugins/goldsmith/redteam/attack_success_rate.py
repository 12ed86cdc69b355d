"""How often attacks succeed, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldsmith.errors import InputError
from goldsmith.labels import wilson_interval

__all__ = ["AttackSuccess", "attack_success_rate"]


@dataclass(frozen=True)
class AttackSuccess:
    """A share of attacks that succeeded.

    Attributes:
        rate: in [0, 1]; NaN where nothing was judged.
        low: the lower end of its interval.
        high: the upper end.
        judged: how many cases have a verdict.
        unjudged: how many have none; they are in no share.
        behaviours: how many behaviours the judged cases are of.
    """

    rate: float
    low: float
    high: float
    judged: int
    unjudged: int
    behaviours: int


def attack_success_rate(
    succeeded: Sequence[bool | None],
    behaviours: Sequence[str],
    *,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> AttackSuccess:
    """Return the share of attacks that succeeded, with a bootstrap interval over behaviours.

    Cases of one behaviour succeed and fail together, so whole behaviours are drawn, with replacement, and the share of all
    their cases is taken: a cluster bootstrap, with its percentile interval. Draws cannot differ where all attacks
    succeeded, or none: Wilson's interval stands there, with the behaviours as trials. Nor can they with a single
    behaviour, whose cases are then the trials. The share of benign look-alikes that were refused is had in the same way.

    It is as true as the verdicts: a judge's errors are not corrected for here.

    Args:
        succeeded: whether each attack did; None where nobody could tell.
        behaviours: the source behaviour of each.
        level: of the interval.
        resamples: how many draws.
        seed: of the draws.

    Raises:
        InputError: the two differ in length, or `level` is not in (0, 1).

    >>> attack_success_rate([True, False, False, None], ["a", "a", "b", "b"]).rate
    0.3333333333333333
    """
    if len(succeeded) != len(behaviours) or not 0 < level < 1 or resamples < 1:
        raise InputError(
            f"{len(succeeded)} verdicts of {len(behaviours)} behaviours, level {level}, {resamples} resamples: wanted a "
            "verdict for each, a level in (0, 1), a resample or more"
        )
    judged = [(name, bool(won)) for won, name in zip(succeeded, behaviours, strict=True) if won is not None]
    unjudged = len(succeeded) - len(judged)
    if not judged:
        return AttackSuccess(float("nan"), 0.0, 1.0, 0, unjudged, 0)
    names = sorted({name for name, _ in judged})
    place = {name: number for number, name in enumerate(names)}
    of_case = np.array([place[name] for name, _ in judged])
    won = np.array([success for _, success in judged])
    wins = np.bincount(of_case[won], minlength=len(names))
    cases = np.bincount(of_case, minlength=len(names))
    low, high = _interval(wins, cases, level, resamples, seed)
    return AttackSuccess(float(wins.sum() / cases.sum()), low, high, len(judged), unjudged, len(names))


def _interval(
    wins: NDArray[np.intp], cases: NDArray[np.intp], level: float, resamples: int, seed: int
) -> tuple[float, float]:
    if wins.sum() in (0, cases.sum()):
        return wilson_interval(len(wins) if wins.sum() else 0, len(wins), level)
    if len(wins) == 1:
        return wilson_interval(int(wins[0]), int(cases[0]), level)
    rng = np.random.default_rng(seed)
    even = np.full(len(wins), 1 / len(wins))
    drawn = rng.multinomial(len(wins), even, size=resamples)  # each behaviour's times, [resamples, n]
    rates = (drawn @ wins) / (drawn @ cases)
    low, high = np.quantile(rates, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
