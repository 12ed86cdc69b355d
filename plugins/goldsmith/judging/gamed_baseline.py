"""The baseline against itself, told to be verbose and concise: what anchors a length correction."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.judging.win_rate import wins_of

__all__ = ["GamedBaseline", "alpaca_eval_2_gamed_baseline", "length_term"]

Floats = npt.NDArray[np.float64]
_ITEMS = 805  # in AlpacaEval's evaluation set
# The records as nine rows: the means of (length term, difficulty) in thirds of the length term, each split into thirds of
# difficulty. What the judge said of them lies on the curve of _WEIGHTS, which follows from the published coefficients of the
# verbose and the concise model: each pair solves score equations that have only the records' two sums as unknowns.
_LENGTH_TERM = (-0.73, -0.75, -0.72, 0.19, 0.25, 0.23, 0.93, 0.94, 0.91)
_DIFFICULTY = (-1.47, -0.32, 1.60, -1.61, -0.06, 2.21, -1.47, -0.44, 1.06)
_WEIGHTS = (-1.83, 0.742)


@dataclass(frozen=True)
class GamedBaseline:
    """Judged pairs of the baseline and its gamed selves, [r] each.

    Attributes:
        wins: how far the gamed response was preferred, in [0, 1].
        length_term: tanh of the standardised difference in length, in [-1, 1], negative where the gamed one is longer.
        difficulty: the instruction's difficulty, in the same unit as the one given for the model's items.
        counts: how many records each row stands for, as a share of one record an item.
    """

    wins: Floats
    length_term: Floats
    difficulty: Floats
    counts: Floats

    @classmethod
    def from_records(
        cls,
        preferences: npt.ArrayLike,
        lengths: npt.ArrayLike,
        baseline_lengths: npt.ArrayLike,
        difficulty: npt.ArrayLike,
    ) -> "GamedBaseline":
        """Read the annotations of one gamed model; join several with `+`.

        Args:
            preferences: [n], as `win_rate` takes them, 2 for the gamed response; items without one are left out.
            lengths: [n], the gamed responses' lengths in characters.
            baseline_lengths: [n], the plain ones'.
            difficulty: [n].

        Raises:
            InputError: lengths that differ, a difficulty that is not finite, or no preference.

        >>> gamed = GamedBaseline.from_records([2, 1, 1.5], [90, 20, 50], [50, 50, 50], [0.5, -1, 0])
        >>> gamed.length_term.round(2).tolist()
        [-0.81, 0.69, 0.0]
        """
        wins = wins_of(np.asarray(preferences, dtype=np.float64).tolist())
        term, hard = length_term(lengths, baseline_lengths), np.asarray(difficulty, dtype=np.float64)
        if not wins.shape == term.shape == hard.shape or not np.isfinite(hard).all():
            raise InputError(
                f"wanted a preference, two lengths and a finite difficulty an item, got shapes "
                f"{wins.shape}, {term.shape} and {hard.shape}"
            )
        read = ~np.isnan(wins)
        if not read.any():
            raise InputError(
                "the gamed baseline has no preference: there is nothing to hold a length effect to"
            )
        return cls(wins[read], term[read], hard[read], np.ones(int(read.sum())))

    def __add__(self, other: "GamedBaseline") -> "GamedBaseline":
        mine, theirs = ((of.wins, of.length_term, of.difficulty, of.counts) for of in (self, other))
        return GamedBaseline(*(np.concatenate(pair) for pair in zip(mine, theirs, strict=True)))


def alpaca_eval_2_gamed_baseline(items: int = _ITEMS) -> GamedBaseline:
    """Return AlpacaEval 2's gamed baseline (gpt4_1106_preview, verbose and concise), condensed into nine weighted rows.

    The records themselves are a file of the leaderboard's; with it, use `GamedBaseline.from_records`. The rows are made to pull
    the coefficients of length and difficulty as the records do. On the published annotations of 49 models with the leaderboard's
    difficulties, length-controlled win rates are within 0.48 points of the published ones, 0.06 on average
    (`benchmarks/alpaca_eval.py`). Difficulties must be in the leaderboard's unit.

    Args:
        items: the size of the evaluation set, to which the rows' weights are scaled.

    >>> rows = alpaca_eval_2_gamed_baseline()
    >>> len(rows.wins), round(float(rows.counts.sum()))
    (9, 1610)
    """
    term, hard = np.array(_LENGTH_TERM), np.array(_DIFFICULTY)
    wins = 1 / (1 + np.exp(-(_WEIGHTS[0] * term + _WEIGHTS[1] * hard)))
    return GamedBaseline(wins, term, hard, np.full(len(term), 2 * items / len(term)))


def length_term(lengths: npt.ArrayLike, baseline_lengths: npt.ArrayLike) -> Floats:
    """Return tanh((baseline's length - model's length) / s), [n], s being that difference's standard deviation.

    Negative where the model's response is longer; zero throughout where the difference is always the same, which tells
    nothing about a taste for length.

    Raises:
        InputError: lengths that differ in number, are negative or not finite.

    >>> length_term([10, 30], [20, 20]).round(3).tolist()
    [0.609, -0.609]
    """
    a, b = np.asarray(lengths, dtype=np.float64), np.asarray(baseline_lengths, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape:
        raise InputError(f"wanted two lists of equally many lengths, got shapes {a.shape} and {b.shape}")
    if not np.all((a >= 0) & (b >= 0) & np.isfinite(a + b)):
        raise InputError("a response's length is a finite number of characters, at least 0")
    difference = b - a
    spread = difference.std(ddof=1) if len(a) > 1 else 0.0
    return np.tanh(difference / spread) if spread > 0 else np.zeros_like(difference)
