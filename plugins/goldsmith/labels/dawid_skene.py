"""Labels from annotators who err each in their own way."""

import logging

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.known_rows import known_rows
from goldsmith.labels.label_matrix import voted_matrix
from goldsmith.labels.label_model import (
    Floats,
    LabelModelFit,
    checked_balance,
    checked_weights,
    log,
    posterior,
    weighted,
)
from goldsmith.labels.vote_patterns import VotePatterns, vote_patterns

__all__ = ["dawid_skene"]

_logger = logging.getLogger(__name__)


def dawid_skene(
    L: npt.ArrayLike,
    cardinality: int,
    *,
    one_coin: bool = False,
    class_balance: npt.ArrayLike | None = None,
    smoothing: float = 0.01,
    tolerance: float = 1e-5,
    max_iterations: int = 100,
    weights: npt.ArrayLike | None = None,
    known: npt.ArrayLike | None = None,
) -> LabelModelFit:
    """Estimate every row's class and every annotator's confusion together, by expectation maximisation.

    Dawid and Skene 1979, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm". Starts from the
    shares of votes in each row (3.1), then repeats: confusion and class prior from the posteriors (2.3, 2.4), posteriors
    from those (2.5). Abstentions are taken as missing at random. Equal rows are computed once.

    Made for people or LLMs who vote on every class. Labeling functions that only ever vote for one class leave nothing to
    tell their errors from their rate by, and the estimate may collapse into one class: use `map_em` for them.

    Args:
        L: votes, integers (int8 is enough), [n, m], -1 for abstain.
        cardinality: the number of labels, at least 2; votes are in [-1, cardinality).
        one_coin: one accuracy for each annotator, errors spread evenly over the other classes, in place of a confusion
            matrix: for few votes or many classes.
        class_balance: the share of each class, [k]; estimated where not given.
        smoothing: votes added to each cell of a confusion matrix before it is normalised, and rows to each class; 0 is
            the paper's maximum likelihood.
        tolerance: stop when a step changes the log-likelihood by less than this per covered row.
        max_iterations: stop after so many steps all the same, with a warning.
        weights: how much each annotator counts, [m], above 0; its log-likelihood is multiplied. See `group_weights`.
        known: classes that are known, [n], -1 elsewhere: such a row counts for its class, and is covered.

    Raises:
        InputError: `L` is no integer matrix, a vote is out of range, nobody voted at all, or a setting is impossible.

    >>> L = [[0, 0, 1], [0, 0, 0], [1, 1, 0], [1, 1, 1], [-1, 0, 1], [-1, -1, -1]]
    >>> fit = dawid_skene(L, cardinality=2)
    >>> fit.labels.tolist()
    [0, 0, 1, 1, 0, -1]
    >>> fit.confusion[0, 1].round(2).tolist()  # annotator 0 on rows of class 1
    [0.0, 1.0]
    """
    votes = voted_matrix(L, cardinality)
    if smoothing < 0 or tolerance < 0 or max_iterations < 1:
        raise InputError(
            f"wanted smoothing >= 0, tolerance >= 0 and max_iterations >= 1, got "
            f"{smoothing}, {tolerance} and {max_iterations}"
        )
    balance = None if class_balance is None else checked_balance(class_balance, cardinality)
    counts = checked_weights(weights, votes.shape[1])
    patterns = vote_patterns(votes, cardinality)
    rows = known_rows(known, patterns, len(votes))
    q, before, step = patterns.vote_shares(counts), -np.inf, 0
    while True:
        step += 1
        shares, weight = rows.counted(q, patterns)
        outcomes = _outcomes(patterns, shares, weight, smoothing, one_coin=one_coin)
        prior = _normalised((shares @ weight + smoothing)[None])[0] if balance is None else balance
        scores = log(outcomes)
        scores[:, 0] = 0  # abstaining says nothing
        q, likelihood = posterior(patterns, weighted(scores, counts), log(prior))
        if abs(likelihood - before) < tolerance * patterns.weight.sum():
            break
        if step == max_iterations:
            _logger.warning("Dawid-Skene has not converged after %d iterations: raise max_iterations", step)
            break
        before = likelihood
    return LabelModelFit(
        probabilities=rows.told(q.T[patterns.row]),
        covered=rows.covered(patterns.covered[patterns.row]),
        class_prior=prior,
        confusion=outcomes[:, 1:].transpose(0, 2, 1),
        iterations=step,
        log_likelihood=likelihood,
        weights=counts,
    )


def _outcomes(
    patterns: VotePatterns, shares: Floats, weight: Floats, smoothing: float, *, one_coin: bool
) -> Floats:
    """Take the M step: the probability of each vote of each annotator given each class, [m, k + 1, k]."""
    counts = patterns.expected_counts(shares, weight)
    counts[:, 0] = 0
    k = counts.shape[2]
    counts[:, 1:] += smoothing
    if one_coin:
        right = np.trace(counts[:, 1:], axis1=1, axis2=2)
        total = counts.sum(axis=(1, 2))
        accuracy = np.divide(right, total, out=np.full(len(total), 1 / k), where=total > 0)[:, None, None]
        counts[:, 1:] = np.where(np.eye(k, dtype=bool), accuracy, (1 - accuracy) / (k - 1))
        return counts
    counts[:, 1:] = _normalised(counts[:, 1:].transpose(0, 2, 1)).transpose(0, 2, 1)
    return counts


def _normalised(counts: Floats) -> Floats:
    """Return shares along the last axis, even ones where nothing was counted: who never met a class guesses there."""
    total = counts.sum(axis=-1, keepdims=True)
    shares: Floats = np.full(counts.shape, 1 / counts.shape[-1])
    np.divide(counts, total, out=shares, where=total > 0)
    return shares
