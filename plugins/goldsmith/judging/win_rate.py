"""How often a model's responses are preferred to a baseline's."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["WinRate", "win_rate", "wins_of"]


@dataclass(frozen=True)
class WinRate:
    """A win rate as a leaderboard prints it.

    Attributes:
        win_rate: the mean preference for the model, in percent.
        standard_error: its standard error, in percentage points; NaN for a single item.
        wins: items where the model is preferred, by however little.
        losses: items where the baseline is.
        ties: items with a preference of exactly one half.
        total: items with a preference.
        excluded: items without one: errors, which are no ties.
        discrete_win_rate: the share of wins with ties counted half, in percent.
    """

    win_rate: float
    standard_error: float
    wins: int
    losses: int
    ties: int
    total: int
    excluded: int
    discrete_win_rate: float


def win_rate(preferences: Iterable[float | None]) -> WinRate:
    """Return the win rate over a baseline and its standard error, to the digit as AlpacaEval has them.

    100 * mean(p) +- 100 * s(p) / sqrt(n), with p = preference - 1 and s the standard deviation with n - 1 in the
    denominator (AlpacaEval, `get_winrate`; Dubois et al. 2024, arXiv 2404.04475, section 2). A weighted judge's
    preferences are continuous and enter as they are.

    Args:
        preferences: one an item, in [1, 2]: 1 is the baseline's response, 2 the model's, 1.5 a tie (0 in old records);
            None or NaN where the judge gave no answer.

    Raises:
        InputError: a preference outside [1, 2] (verdicts in [0, 1] want 1 added first), or no preference at all.

    >>> rate = win_rate([2, 2, 1, 1.5, None])
    >>> rate.win_rate, round(rate.standard_error, 3), rate.total, rate.excluded
    (62.5, 23.936, 4, 1)
    """
    wins = wins_of(preferences)
    read = wins[~np.isnan(wins)]
    n = len(read)
    if n == 0:
        raise InputError(f"win_rate() got no preference: {len(wins)} items, all without an answer")
    won, lost = int((read > 0.5).sum()), int((read < 0.5).sum())
    return WinRate(
        win_rate=float(read.mean() * 100),
        standard_error=float(read.std(ddof=1) / np.sqrt(n) * 100) if n > 1 else float("nan"),
        wins=won,
        losses=lost,
        ties=n - won - lost,
        total=n,
        excluded=len(wins) - n,
        discrete_win_rate=(won + (n - won - lost) / 2) / n * 100,
    )


def wins_of(preferences: Iterable[float | None]) -> npt.NDArray[np.float64]:
    """Return AlpacaEval's preferences as wins of the model in [0, 1], NaN where there is none, [n].

    Raises:
        InputError: a preference outside [1, 2] that is not the 0 of an old tie.

    >>> wins_of([1, 2, 0, None]).tolist()
    [0.0, 1.0, 0.5, nan]
    """
    values = np.array([np.nan if p is None else p for p in preferences], dtype=np.float64)
    values[values == 0] = 1.5
    wrong = values[(values < 1) | (values > 2)]
    if len(wrong):
        raise InputError(
            f"preferences lie in [1, 2] (1 baseline, 2 model, 1.5 tie), got {wrong[0]:g}; add 1 to verdicts in [0, 1]"
        )
    wins: npt.NDArray[np.float64] = values - 1
    return wins
