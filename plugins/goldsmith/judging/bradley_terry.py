"""Models on one scale, from who beat whom."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["BradleyTerry", "Comparison", "bradley_terry"]

_logger = logging.getLogger(__name__)
Floats = npt.NDArray[np.float64]
SCALE = 400 / log(10)  # Elo points per unit of log odds
_PRIOR = 0.5  # ties added to each pair of models that met, where the results alone have no finite answer
_STEPS = 100
_PRECISE = 1e-10  # in log odds


class Comparison(NamedTuple):
    """One verdict between two models.

    Attributes:
        prompt: what both were asked: the verdicts on one prompt are drawn together in the bootstrap.
        a: a model.
        b: another.
        score: 1 where `a` won, 0 where `b` did, 0.5 for a tie; shares in between count as such.
    """

    prompt: str
    a: str
    b: str
    score: float


@dataclass(frozen=True)
class BradleyTerry:
    """Ratings in Elo points, strongest first.

    Attributes:
        ratings: 400 / ln 10 times the strength in log odds, by model: 400 points more win 10 of 11.
        intervals: each rating's (low, high) by bootstrap over prompts; the anchor's has no width.
        regularised: whether half a win each way was added to every pair that met, because some models never lost to, or
            never beat, the others: the ratings then are as far apart as that prior lets them.
        regularised_resamples: the share of resamples where that was so.
    """

    ratings: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    regularised: bool
    regularised_resamples: float

    def win_probability(self, a: str, b: str) -> float:
        """Return the chance that `a` beats `b`, a tie counting half, in [0, 1].

        >>> fit = bradley_terry([Comparison("p", "x", "y", 1), Comparison("q", "x", "y", 1), Comparison("r", "x", "y", 0)])
        >>> round(fit.win_probability("x", "y"), 3)
        0.667
        """
        return 1 / (1 + 10 ** ((self.ratings[b] - self.ratings[a]) / 400))


def bradley_terry(
    comparisons: Sequence[Comparison],
    *,
    anchor: str | None = None,
    anchor_rating: float = 1000.0,
    level: float = 0.95,
    resamples: int = 200,
    seed: int = 0,
) -> BradleyTerry:
    """Return Bradley-Terry ratings: P(a beats b) = 1 / (1 + 10^((r_b - r_a) / 400)), ties as half a win each.

    The maximum likelihood of a logistic regression on who met whom, by Newton's method (Bradley and Terry 1952, "Rank Analysis
    of Incomplete Block Designs"; Chiang et al. 2024, "Chatbot Arena", arXiv 2403.04132, section 4). Intervals come from drawing
    prompts, not verdicts, with replacement: verdicts on one prompt are not independent.

    It exists only where every group of models both beats and loses to the rest (Ford 1957). Where one does not, half a win each way is
    added to every pair that met, with a warning.

    Args:
        comparisons: verdicts, [n]; one with both orders merged (`pairwise_verdicts`) is best.
        anchor: the model held at `anchor_rating`; where not given the mean of all models is.
        anchor_rating: in Elo points.
        level: the share of resamples inside an interval, in (0, 1).
        resamples: of prompts; 0 for no intervals.
        seed: the same seed gives the same intervals.

    Raises:
        InputError: no comparison, a model against itself, a score outside [0, 1], an unknown anchor, a setting out of range, or
            groups of models that never met, whose ratings cannot be compared.

    >>> met = [Comparison(str(i), "new", "old", 1.0) for i in range(10)] + [Comparison("x", "new", "old", 0.0)]
    >>> fit = bradley_terry(met, anchor="old")
    >>> {model: round(rating, 6) for model, rating in fit.ratings.items()}  # 10 of 11: 400 points
    {'new': 1400.0, 'old': 1000.0}
    """
    if not 0 < level < 1 or resamples < 0:
        raise InputError(f"level must be in (0, 1) and resamples at least 0, got {level} and {resamples}")
    played = _played(comparisons, anchor)
    best, regularised = played.ratings(np.ones(len(played.score)), anchor, anchor_rating)
    if regularised:
        _logger.warning(
            "some models never lost to, or never beat, the rest: half a win each way was added to each pair"
        )
    rng = np.random.default_rng(seed)
    drawn = [played.ratings(played.resampled(rng), anchor, anchor_rating) for _ in range(resamples)]
    order = sorted(range(len(best)), key=lambda m: (-best[m], played.models[m]))
    intervals: dict[str, tuple[float, float]] = {}
    if drawn:
        tails = [(1 - level) / 2, (1 + level) / 2]
        low, high = np.quantile([ratings for ratings, _ in drawn], tails, axis=0)
        intervals = {played.models[m]: (float(low[m]), float(high[m])) for m in order}
    return BradleyTerry(
        ratings={played.models[m]: float(best[m]) for m in order},
        intervals=intervals,
        regularised=regularised,
        regularised_resamples=sum(flag for _, flag in drawn) / len(drawn) if drawn else 0.0,
    )


@dataclass(frozen=True)
class _Played:
    """The comparisons as arrays: who met whom, [n] each, and which pairs ever met, [k, k]."""

    models: list[str]
    a: npt.NDArray[np.intp]
    b: npt.NDArray[np.intp]
    score: Floats
    prompt: npt.NDArray[np.intp]
    met: npt.NDArray[np.bool_]

    def resampled(self, rng: np.random.Generator) -> Floats:
        """Return how often each comparison is in a draw of as many prompts as there are, [n]."""
        n = int(self.prompt.max()) + 1
        return np.bincount(rng.integers(n, size=n), minlength=n)[self.prompt].astype(np.float64)

    def ratings(self, weight: Floats, anchor: str | None, anchor_rating: float) -> tuple[Floats, bool]:
        """Return the models' ratings, [k], and whether they had to be regularised."""
        k = len(self.models)
        won = np.bincount(self.a * k + self.b, weight * self.score, k * k)
        won += np.bincount(self.b * k + self.a, weight * (1 - self.score), k * k)
        wins: Floats = won.reshape(k, k).astype(np.float64)
        regularised = not (_reach_all(wins > 0) and _reach_all(wins.T > 0))
        strength = _strengths(wins + _PRIOR * self.met if regularised else wins)
        zero = strength.mean() if anchor is None else strength[self.models.index(anchor)]
        return anchor_rating + SCALE * (strength - zero), regularised


def _played(comparisons: Sequence[Comparison], anchor: str | None) -> _Played:
    models = sorted({side for c in comparisons for side in (c.a, c.b)})
    if not models:
        raise InputError("bradley_terry() needs at least one comparison, got none")
    wrong = next((c for c in comparisons if c.a == c.b or not 0 <= c.score <= 1), None)  # also catches NaN
    if wrong is not None:
        raise InputError(f"wanted two different models and a score in [0, 1], got {wrong}")
    if anchor is not None and anchor not in models:
        raise InputError(f"the anchor {anchor!r} is none of the models compared: {', '.join(models)}")
    number = {model: index for index, model in enumerate(models)}
    prompts = {prompt: index for index, prompt in enumerate(dict.fromkeys(c.prompt for c in comparisons))}
    a = np.array([number[c.a] for c in comparisons], dtype=np.intp)
    b = np.array([number[c.b] for c in comparisons], dtype=np.intp)
    met = np.zeros((len(models), len(models)), dtype=bool)
    met[a, b] = met[b, a] = True
    if not _reach_all(met):
        raise InputError(
            "some groups of models never met: judge a pair across them, or rate each group apart"
        )
    score = np.array([c.score for c in comparisons], dtype=np.float64)
    prompt = np.array([prompts[c.prompt] for c in comparisons], dtype=np.intp)
    return _Played(models, a, b, score, prompt, met)


def _reach_all(linked: npt.NDArray[np.bool_]) -> bool:
    """Whether all models are reached from the first one along the links, [k, k]."""
    reached = np.zeros(len(linked), dtype=bool)
    reached[0] = True
    while not np.array_equal(further := reached | linked[reached].any(axis=0), reached):
        reached = further
    return bool(reached.all())


def _strengths(wins: Floats) -> Floats:
    """Return the log odds that maximise the likelihood of the wins, [k], with mean 0."""
    met = wins + wins.T
    strength = np.zeros(len(wins))
    likelihood = _log_likelihood(wins, strength)
    for _ in range(_STEPS):
        beats = 1 / (1 + np.exp(strength - strength[:, None]))  # [k, k]: the row beats the column
        gradient = (wins - met * beats).sum(axis=1)
        information = met * beats * (1 - beats)
        hessian = np.diag(information.sum(axis=1)) - information
        step = np.linalg.lstsq(hessian, gradient, rcond=None)[0]
        step -= step.mean()
        while (after := _log_likelihood(wins, strength + step)) < likelihood:
            step /= 2  # Newton's step overshot
            if np.abs(step).max() < _PRECISE:
                return strength
        strength, likelihood = strength + step, after
        if np.abs(step).max() < _PRECISE:
            break
    return strength


def _log_likelihood(wins: Floats, strength: Floats) -> float:
    return -float((wins * np.logaddexp(0, strength - strength[:, None])).sum())
