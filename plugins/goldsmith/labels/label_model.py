"""What fitting a label model gives."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_matrix import label_matrix
from goldsmith.labels.vote_patterns import VotePatterns, vote_patterns

__all__ = ["LabelModelFit", "checked_balance", "checked_weights", "likeliest", "log", "posterior", "weighted"]

Floats: TypeAlias = npt.NDArray[np.float64]

_TIE = 1e-9


@dataclass(frozen=True)
class LabelModelFit:
    """Soft labels, and what the model holds about every labeling function or annotator.

    A row without any vote is not labelled: its probabilities are the class prior, `covered` says so and its label is -1.

    Attributes:
        probabilities: of each class in each row, [n, k].
        covered: whether anybody voted on each row, [n].
        class_prior: [k], summing to 1.
        confusion: of annotator j, in row t the probabilities of each vote when the class is t: [m, k, k]; or
            [m, k, k + 1] where abstaining is a vote too, the last, so that `confusion[j, t, vote]` holds for -1 as well.
        iterations: the M and E steps taken.
        log_likelihood: of the votes on covered rows, natural, under `class_prior` and `confusion`; with weights, a composite one.
        weights: how much each annotator counts, [m]; None is 1 for all.
    """

    probabilities: Floats
    covered: npt.NDArray[np.bool_]
    class_prior: Floats
    confusion: Floats
    iterations: int
    log_likelihood: float
    weights: Floats | None = None

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """The likeliest class of each row, [n], -1 where no one voted or several classes lead."""
        return likeliest(self.probabilities, self.covered)

    def predict_proba(self, L: npt.ArrayLike) -> Floats:
        """Return the probabilities of each class in new rows, [n, k], the class prior where no one voted.

        Args:
            L: votes, [n, m], by the same m annotators in the same order, -1 for abstain.

        Raises:
            InputError: `L` is no integer matrix, a vote is out of range, or there are not m columns.
        """
        patterns = self._patterns(L)
        return posterior(patterns, self._scores(), log(self.class_prior))[0].T[patterns.row]

    def predict(self, L: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Return the likeliest class of new rows, [n], -1 where no one voted or several lead; see `predict_proba`."""
        patterns = self._patterns(L)
        found = posterior(patterns, self._scores(), log(self.class_prior))[0].T
        return likeliest(found, patterns.covered)[patterns.row]

    def _patterns(self, L: npt.ArrayLike) -> VotePatterns:
        m, k, _ = self.confusion.shape
        votes = label_matrix(L, k)
        if votes.shape[1] != m:
            raise InputError(f"the model was fitted on {m} columns of votes, got {votes.shape[1]}")
        return vote_patterns(votes, k)

    def _scores(self) -> Floats:
        """Return the confusion as `VotePatterns.sums` takes it, [m, k + 1, k]."""
        m, k, outcomes = self.confusion.shape
        scores = np.zeros((m, k + 1, k))
        scores[:, 1:] = log(self.confusion[:, :, :k]).transpose(0, 2, 1)
        if outcomes > k:
            scores[:, 0] = log(self.confusion[:, :, k])
        return weighted(scores, self.weights)


def posterior(patterns: VotePatterns, scores: Floats, log_prior: Floats) -> tuple[Floats, float]:
    """Take the E step: the probability of each class in each pattern, [k, p], and the log-likelihood of the votes.

    Patterns without a vote get the class prior and no part in the log-likelihood. New ones that are impossible in every class,
    which happens without smoothing only, get the class prior too, and make the log-likelihood minus infinity.

    Args:
        patterns: the distinct rows.
        scores: the log-probability of each outcome of each column given each class, [m, k + 1, k].
        log_prior: [k].
    """
    tables, likelihood = patterns.tables(scores), 0.0
    found: Floats = np.empty((len(log_prior), len(patterns.count)))
    for part in patterns.parts():
        joint = patterns.sums(tables, part)
        joint[:, ~patterns.covered[part]] = 0
        joint += log_prior[:, None]
        highest = joint.max(axis=0)
        impossible = np.isneginf(highest)
        joint[:, impossible] = log_prior[:, None]
        joint -= np.where(impossible, 0, highest)
        np.exp(joint, out=joint)
        total = joint.sum(axis=0)
        np.divide(joint, total, out=found[:, part])
        likelihood += float(patterns.weight[part] @ (np.log(total) + highest))
    return found, likelihood


def log(probabilities: Floats) -> Floats:
    """Return the natural logarithm, minus infinity of 0."""
    with np.errstate(divide="ignore"):
        return np.log(probabilities)


def weighted(scores: Floats, weights: Floats | None) -> Floats:
    """Return log-probabilities [m, k + 1, k] multiplied by each column's weight, where there are weights."""
    return scores if weights is None else scores * weights[:, None, None]


def checked_weights(weights: npt.ArrayLike | None, m: int) -> Floats | None:
    """Return weights as an array, None as it is, or raise InputError unless they are [m] and positive."""
    if weights is None:
        return None
    told = np.asarray(weights, dtype=np.float64)
    if told.shape != (m,) or not (np.isfinite(told) & (told > 0)).all():
        raise InputError(f"weights must be {m} positive numbers, one for each voter, got {weights!r:.80}")
    return told


def checked_balance(class_balance: npt.ArrayLike, cardinality: int) -> Floats:
    """Return the class balance as an array, or raise InputError unless it is [k], positive and sums to 1."""
    balance = np.asarray(class_balance, dtype=np.float64)
    if balance.shape != (cardinality,) or not (balance > 0).all() or abs(balance.sum() - 1) > 1e-6:
        raise InputError(
            f"class_balance must be {cardinality} positive shares that sum to 1, got {class_balance!r}"
        )
    shares: Floats = balance / balance.sum()
    return shares


def likeliest(probabilities: Floats, covered: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the likeliest class of each row, [n], -1 where it is not covered or several classes lead."""
    if not len(probabilities):
        return np.empty(0, dtype=np.int64)
    highest = probabilities.max(axis=1, keepdims=True)
    leaders = (probabilities > highest - _TIE).sum(axis=1)
    return np.where(covered & (leaders == 1), probabilities.argmax(axis=1), -1)
