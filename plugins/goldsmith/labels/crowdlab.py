"""Labels of several annotators joined with a classifier's probabilities."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_matrix import Votes, voted_matrix

__all__ = ["Crowdlab", "checked_predictions", "crowdlab"]

Floats: TypeAlias = npt.NDArray[np.float64]

_LEAST = 1e-6


@dataclass(frozen=True)
class Crowdlab:
    """Consensus labels and what they rest on.

    Attributes:
        labels: the consensus, [n].
        quality: how likely each is right, [n].
        probabilities: of each class in each row, [n, k].
        model_weight: the classifier's.
        annotator_weight: each annotator's, [m].
    """

    labels: npt.NDArray[np.int64]
    quality: Floats
    probabilities: Floats
    model_weight: float
    annotator_weight: Floats


def crowdlab(L: npt.ArrayLike, probabilities: npt.ArrayLike) -> Crowdlab:
    """Join annotators' labels with the probabilities of a classifier that has not learnt from the same rows.

    Goh, Tkachenko and Mueller 2022, "CROWDLAB: Supervised learning to infer consensus labels and quality scores for data
    with multiple annotators": the posterior of a row is the mean, by weights, of the classifier's probabilities and of one
    distribution for each of its annotators, who puts P on the label given and (1 - P) / (k - 1) on any other, P being the mean agreement with the consensus. Weights are 1 - error / (error of always saying the
    commonest class): an annotator's error is disagreement with the others, the classifier's with the consensus, times the
    root of the mean number of labels of a row. All are estimated on rows with two or more labels. It starts from the
    majority (a tie goes to the classifier's choice, then to the rarer class) and takes the consensus from the posterior
    once.

    Args:
        L: labels, integers, [n, m], -1 where an annotator gave none; each row has one at least, and some row two.
        probabilities: of each class in each row, [n, k].

    Raises:
        InputError: the shapes differ, a label is out of range, or a row or all rows have too few labels.

    >>> L = [[0, 0, -1], [1, 1, 0], [1, -1, 1], [0, 1, -1], [1, -1, -1]]
    >>> found = crowdlab(L, [[0.9, 0.1], [0.2, 0.8], [0.3, 0.7], [0.8, 0.2], [0.4, 0.6]])
    >>> found.labels.tolist()
    [0, 1, 1, 0, 1]
    """
    p = checked_predictions(probabilities)
    votes = voted_matrix(L, p.shape[1])
    given = (votes >= 0).sum(axis=1)
    if len(votes) != len(p) or not given.all() or given.max() < 2:
        raise InputError(
            f"wanted a label at least in each of {len(p)} rows and two in some, got L of shape {votes.shape} "
            f"with {given.min()} to {given.max()} labels a row"
        )
    majority = majority_label(votes, p)
    first, _, _ = _posterior(votes, p, given, majority)
    highest = first.max(axis=1, keepdims=True)
    alone = (first == highest).sum(axis=1) == 1
    labels = np.where(alone, first.argmax(axis=1), majority)
    posterior, model, annotators = _posterior(votes, p, given, labels)
    quality = np.take_along_axis(posterior, labels[:, None], axis=1)[:, 0]
    return Crowdlab(labels, quality, posterior, model, annotators)


def checked_predictions(probabilities: npt.ArrayLike) -> Floats:
    """Return probabilities as an array, or raise InputError unless they are [n, k], k at least 2, and sum to 1."""
    p = np.asarray(probabilities, dtype=np.float64)
    if p.ndim != 2 or p.shape[1] < 2 or not (p >= 0).all() or not np.allclose(p.sum(axis=1), 1, atol=1e-6):
        raise InputError(
            f"wanted probabilities [n, k] of 2 or more classes that sum to 1, got shape {p.shape}"
        )
    return p


def majority_label(votes: Votes, p: Floats) -> npt.NDArray[np.int64]:
    """Return the commonest label of each row; ties go to the likelier one, then to the rarer, then to the first."""
    counts = np.stack([(votes == label).sum(axis=1) for label in range(p.shape[1])], axis=1)
    rarity = np.broadcast_to(-counts.sum(axis=0), counts.shape)
    left = np.ones(counts.shape, dtype=bool)
    for order in (counts, p, rarity):
        among = np.where(left, order, -np.inf)
        left = among == among.max(axis=1, keepdims=True)
    return np.asarray(left.argmax(axis=1))


def _posterior(
    votes: Votes, p: Floats, given: npt.NDArray[np.int64], consensus: npt.NDArray[np.int64]
) -> tuple[Floats, float, Floats]:
    """Return the probabilities of each class, [n, k], the classifier's weight and the annotators', [m]."""
    k = p.shape[1]
    several = given > 1
    agreed = ((votes == consensus[:, None]).sum(axis=1) / given)[several].mean()
    commonest = np.bincount(consensus[several], minlength=k).argmax()
    baseline = max(float((consensus[several] != commonest).mean()), _LEAST)
    weight = np.maximum(1 - (1 - _agreement(votes, given)) / baseline, _LEAST)
    error = (p.argmax(axis=1) != consensus)[several].mean()
    model = float(max(1 - error / baseline, _LEAST) * np.sqrt(given.mean()))
    missed = (1 - agreed) / (k - 1)
    by_label = np.stack([(votes == label) @ weight for label in range(k)], axis=1)
    total = (votes >= 0) @ weight
    people = by_label * agreed + (total[:, None] - by_label) * missed
    return (model * p + people) / (model + total)[:, None], model, weight


def _agreement(votes: Votes, given: npt.NDArray[np.int64]) -> Floats:
    """Return how often each annotator agrees with others on the same rows, [m]; the mean for who met none."""
    seen = votes >= 0
    same = np.zeros(votes.shape)
    for label in range(votes.max() + 1):
        chosen = votes == label
        same += chosen * (chosen.sum(axis=1, keepdims=True) - 1)
    met = (seen * (given[:, None] - 1)).sum(axis=0)
    found = np.divide(same.sum(axis=0), met, out=np.full(votes.shape[1], np.nan), where=met > 0)
    return np.where(np.isnan(found), np.nanmean(found), found)
