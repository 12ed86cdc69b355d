"""How often a class occurs, from a model's labels and few people's, with an interval that holds."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require

__all__ = ["ConfidenceDrivenInference", "ShareEstimate"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True)
class ShareEstimate:
    """A mean with its interval.

    Attributes:
        value: the estimate.
        low: the lower end of the interval.
        high: its upper end.
        weight: how much the model's labels count, in [0, 1]: 0 where they are worthless.
        labels: how many people's labels it is made from.
    """

    value: float
    low: float
    high: float
    weight: float
    labels: int


class ConfidenceDrivenInference:
    """Choose the rows people label so that a mean over all rows is known best, and estimate it without bias.

    Gligoric, Zrnic, Lee, Candes and Jurafsky 2025, "Can Unconfident LLM Annotations Be Used for Confident Conclusions?"
    (arXiv 2408.15204), algorithm 1, with the authors' constants. The rows come in a random order. People label the first 50;
    from then on a row goes to them with probability

        pi = clip((1 - tau) u b / mean(u) + tau b, 0, 1),   u = sqrt(predicted (Y - Yhat)^2 given the confidence),

    b being the share of the rest that the budget pays for, and the prediction is made anew every 50 rows. With xi = 1 where
    people labelled,

        estimate = mean(l Yhat + (Y - l Yhat) xi / pi),

    has the right expectation whatever the model is worth; l is tuned so that bad labels do no harm, and the interval is the
    normal one. It is for the mean of what the rows are a sample of, so it is never narrower than if people had labelled all rows.

    The error is predicted by boosted trees of depth 3 as in the authors' code, in 40 steps of 0.05 where they take 2,000 of
    0.001: the same share of the signal is learnt (87 %), in a fiftieth of the time. How many labels there will be is
    random: the budget is the expected number, at most, as probabilities above 1 are cut.

    Args:
        predictions: the model's answers as numbers, [n]: 0 or 1 for the share of a class, or any quantity.
        confidence: how sure the model is of each, [n], or [n, d] for several signs of it; on any scale.
        budget: labels by people, more than `burn_in` and at most n.
        burn_in: rows at the beginning that all go to people.
        refit_every: rows between two predictions of the error.
        tau: the share of the budget that is spent evenly, in (0, 1].
        seed: of the order and the draws.

    Raises:
        InputError: the lengths differ, a value is missing, or a setting is out of range.

    >>> rng = np.random.default_rng(0)
    >>> truth = rng.random(2000) < 0.3
    >>> sure = rng.random(2000)
    >>> guess = np.where(rng.random(2000) < 0.5 + sure / 2, truth, ~truth)
    >>> inference = ConfidenceDrivenInference(guess, sure, budget=300)
    >>> while len(rows := inference.ask()):
    ...     inference.tell(truth[rows])  # people answer
    >>> estimate = inference.estimate()
    >>> bool(estimate.low < truth.mean() < estimate.high), bool(estimate.high - estimate.low < 0.1)
    (True, True)
    """

    def __init__(
        self,
        predictions: npt.ArrayLike,
        confidence: npt.ArrayLike,
        budget: int,
        *,
        burn_in: int = 50,
        refit_every: int = 50,
        tau: float = 0.1,
        seed: int = 0,
    ) -> None:
        """Take the data, and draw the order of the rows."""
        self._guess = np.asarray(predictions, dtype=np.float64)
        sure = np.asarray(confidence, dtype=np.float64)
        n = len(self._guess)
        if (
            self._guess.ndim != 1
            or len(sure) != n
            or not (np.isfinite(self._guess).all() and np.isfinite(sure).all())
        ):
            raise InputError(
                f"wanted finite predictions [n] and confidence [n] or [n, d], got {self._guess.shape} and {sure.shape}"
            )
        if not 2 <= burn_in < budget <= n or refit_every < 1 or not 0 < tau <= 1:
            raise InputError(
                f"wanted 2 <= burn_in < budget <= {n} rows, refit_every >= 1 and 0 < tau <= 1, "
                f"got {burn_in}, {budget}, {refit_every} and {tau}"
            )
        self._sure = sure.reshape(n, -1)
        self._burn_in, self._every, self._tau = burn_in, refit_every, tau
        self._share = (budget - burn_in) / max(n - burn_in, 1)
        self._rng = np.random.default_rng(seed)
        self._order = self._rng.permutation(n)
        self._probability = np.zeros(n)
        self._answer = np.full(n, np.nan)
        self._asked: Ints = np.empty(0, dtype=np.intp)
        self._next = 0

    def ask(self) -> Ints:
        """Return the rows that people label next; the same ones until `tell`, and none when all rows have been considered.

        Raises:
            MissingExtraError: scikit-learn is not installed.
        """
        while not len(self._asked) and self._next < len(self._order):
            size = self._every if self._next else self._burn_in
            rows = self._order[self._next : self._next + size]
            chance = self._chances()[rows] if self._next else np.ones(len(rows))
            self._probability[rows] = chance
            self._asked = rows[self._rng.random(len(rows)) < chance]
            self._next += len(rows)
        return self._asked

    def tell(self, labels: npt.ArrayLike) -> None:
        """Take people's answers to the rows last asked for, as numbers on the scale of the predictions.

        Raises:
            InputError: not one finite number for each row.
        """
        given = np.asarray(labels, dtype=np.float64)
        if given.shape != self._asked.shape or not np.isfinite(given).all():
            raise InputError(
                f"wanted {len(self._asked)} numbers, one for each row asked, got shape {given.shape}"
            )
        self._answer[self._asked] = given
        self._asked = np.empty(0, dtype=np.intp)

    def estimate(self, level: float = 0.9) -> ShareEstimate:
        """Return the mean over all rows and its interval at `level`.

        Raises:
            InputError: there are rows left to ask about, or a level outside (0, 1).
        """
        if self._next < len(self._order) or len(self._asked):
            raise InputError(
                "the estimate is unbiased only when all rows have been considered: ask() and tell() on"
            )
        if not 0 < level < 1:
            raise InputError(f"level must be in (0, 1), got {level}")
        labelled = np.isfinite(self._answer)
        inverse = np.where(labelled, 1 / self._probability, 0)
        truth = np.where(labelled, self._answer, 0)
        weight = _tuned(truth, self._guess, inverse, (1 - self._probability) / self._probability)
        terms = weight * self._guess + (truth - weight * self._guess) * inverse
        value = float(terms.mean())
        reach = NormalDist().inv_cdf((1 + level) / 2) * float(terms.std()) / len(terms) ** 0.5
        return ShareEstimate(value, value - reach, value + reach, weight, int(labelled.sum()))

    def _chances(self) -> Floats:
        """Return the probability with which each row would go to people, by what is known so far, [n]."""
        known = np.isfinite(self._answer)
        errors = (self._answer[known] - self._guess[known]) ** 2
        boosting = require("sklearn.ensemble", extra="labels").GradientBoostingRegressor
        model = boosting(learning_rate=0.05, n_estimators=40, max_depth=3, random_state=0)
        expected = np.maximum(model.fit(self._sure[known], errors).predict(self._sure), 0)
        uncertainty = np.sqrt(expected)
        mean = uncertainty.mean()
        relative = uncertainty / mean if mean > 0 else np.ones(len(uncertainty))
        return np.clip(((1 - self._tau) * relative + self._tau) * self._share, 0, 1)


def _tuned(truth: Floats, guess: Floats, inverse: Floats, ratio: Floats) -> float:
    """Return the weight of the guesses under which the estimate varies least, in [0, 1]; `ratio` is (1 - pi) / pi."""
    scale = float((guess**2 * ratio).mean())
    return float(np.clip((truth * guess * inverse * ratio).mean() / scale, 0, 1)) if scale > 0 else 0.0
