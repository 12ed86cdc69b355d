"""The win rate a model would have if its responses were as long as the baseline's."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.judging.gamed_baseline import GamedBaseline, alpaca_eval_2_gamed_baseline, length_term
from goldsmith.judging.soft_logistic import fit_soft_logistic
from goldsmith.judging.win_rate import WinRate, win_rate, wins_of

__all__ = ["LengthControlledWinRate", "length_controlled_win_rate"]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LengthControlledWinRate:
    """A win rate with the judge's taste for length taken out.

    Attributes:
        win_rate: in percent.
        standard_error: of the mean prediction, in percentage points, as AlpacaEval prints it: it leaves out the fit's own
            error and is far smaller than the raw one's.
        raw: the win rate before the correction.
        length_weight: the coefficient of the length term; negative where longer responses are preferred.
        difficulty_weight: the coefficient of the instruction's difficulty.
        model_weight: the model's own strength, the log odds on an item of difficulty 0.
        extreme: whether the correction moved the rate by more than 10 points and a quarter of the way it could go, which
            may mean that the fit failed; also logged.
        extrapolated: whether the model's response is longer, or shorter, on fewer than 5 % of the items: nothing was judged
            near equal length then, and the rate is what the curve's form says of it; also logged.
    """

    win_rate: float
    standard_error: float
    raw: WinRate
    length_weight: float
    difficulty_weight: float
    model_weight: float
    extreme: bool
    extrapolated: bool


def length_controlled_win_rate(
    preferences: Iterable[float | None],
    lengths: npt.ArrayLike,
    baseline_lengths: npt.ArrayLike,
    difficulty: npt.ArrayLike | None,
    *,
    gamed: GamedBaseline | None = None,
    regularisation: float = 0.2,
) -> LengthControlledWinRate:
    """Return the length-controlled win rate of AlpacaEval 2.

    Fits P(model preferred) = sigmoid(phi tanh(dl / s(dl)) + psi difficulty + theta), dl being the baseline's length less the
    model's, and returns the mean of its prediction at dl = 0 over all items (Dubois et al. 2024, "Length-Controlled
    AlpacaEval", arXiv 2404.04475, equations 1 and 2; `length_controlled_v1` of the package). What a judge says of the
    baseline told to be verbose and concise is fitted along, without theta and with weight `regularisation` / 2 a record, so
    that a model cannot turn its own quality into a length effect. L1 penalty by cross-validation.

    Without difficulties or without that regularisation the number is another one, and this refuses to give it.

    Args:
        preferences: [n], as `win_rate` takes them: 1 baseline, 2 model, 1.5 tie, None where the judge gave no answer.
        lengths: [n], the model's responses' lengths in characters.
        baseline_lengths: [n], the baseline's.
        difficulty: [n], each instruction's difficulty: the leaderboard's published ones, or `instruction_difficulty`.
        gamed: the regularising records; the leaderboard's in condensed form where not given: its judge's taste for
            length, its unit of difficulty. For another judge have it judge your baseline told to be verbose and concise.
        regularisation: their weight, above 0; the leaderboard's is 0.2.

    Raises:
        InputError: no difficulties, or ones that are not finite or all equal; no regularisation; lengths that differ; no
            preference.
        MissingExtraError: scikit-learn is not installed.

    >>> rng = np.random.default_rng(0)
    >>> difficulty, more = rng.normal(size=400), rng.normal(1, 1, size=400)
    >>> longer_wins = 1 + 1 / (1 + np.exp(-1.7 * np.tanh(more)))  # a judge who only looks at the length
    >>> result = length_controlled_win_rate(longer_wins, 1000 + 300 * more, np.full(400, 1000), difficulty)
    >>> round(result.raw.win_rate), round(result.win_rate)
    (70, 51)
    """
    raw_preferences = list(preferences)
    wins, term = wins_of(raw_preferences), length_term(lengths, baseline_lengths)
    hard = _checked_difficulty(difficulty, len(wins), len(term))
    if not 0 < regularisation < np.inf:
        raise InputError(
            f"regularisation is {regularisation}: a win rate is only called length-controlled with one above 0"
        )
    held = alpaca_eval_2_gamed_baseline(len(wins)) if gamed is None else gamed
    raw, read = win_rate(raw_preferences), ~np.isnan(wins)
    rows = np.column_stack([term, hard, np.ones_like(hard)])[read]
    held_rows = np.column_stack([held.length_term, held.difficulty, np.zeros_like(held.wins)])
    held_copies = 5 if gamed is None else 1  # a condensed row is in each fold of the cross-validation
    phi, psi, theta = fit_soft_logistic(
        np.vstack([np.tile(held_rows, (held_copies, 1)), rows]),
        np.concatenate([np.tile(held.wins, held_copies), wins[read]]),
        np.concatenate([np.tile(held.counts * regularisation / 2 / held_copies, held_copies), read[read]]),
    )
    predicted = 100 / (1 + np.exp(-(psi * hard + theta)))
    controlled = float(predicted.mean())
    extreme = _is_extreme(raw.win_rate, controlled)
    rarer = min((term[read] < 0).mean(), (term[read] > 0).mean())
    extrapolated = bool(rarer < 0.05 and term.any())
    if extreme or extrapolated:
        _logger.warning(
            "the length correction moved the win rate from %.1f to %.1f %%, with %.1f %% of the responses on the rarer side of "
            "equal length",
            raw.win_rate,
            controlled,
            100 * rarer,
        )
    return LengthControlledWinRate(
        win_rate=controlled,
        standard_error=float(predicted.std(ddof=1) / np.sqrt(len(predicted))),
        raw=raw,
        length_weight=float(phi),
        difficulty_weight=float(psi),
        model_weight=float(theta),
        extreme=extreme,
        extrapolated=extrapolated,
    )


def _checked_difficulty(difficulty: npt.ArrayLike | None, n: int, n_lengths: int) -> npt.NDArray[np.float64]:
    if difficulty is None:
        raise InputError(
            "no difficulties: a win rate is only called length-controlled with each instruction's difficulty; give the "
            "leaderboard's, estimate them with instruction_difficulty() from several models, or report win_rate()"
        )
    hard = np.asarray(difficulty, dtype=np.float64)
    if hard.shape != (n,) or n_lengths != n:
        raise InputError(
            f"{n} preferences, {n_lengths} lengths and difficulties of shape {hard.shape}: one an item"
        )
    if not np.isfinite(hard).all() or np.ptp(hard) == 0:
        raise InputError("difficulties must be finite and not all the same")
    return hard


def _is_extreme(before: float, after: float) -> bool:
    """Whether the rate, in percent, moved as far as AlpacaEval warns of."""
    return after < min(before * 0.75, before - 10) or after > max(before + (100 - before) * 0.25, before + 10)
