"""Whether a new row is worth more than another opinion on an old one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.active.pool import Floats, Ints
from goldsmith.labels.crowdlab import checked_predictions, crowdlab
from goldsmith.labels.label_matrix import Votes, label_matrix

__all__ = ["ActiveLab", "active_lab"]

_COARSE = (0.1, 0.2, 0.5, 0.8, 1, 2, 3, 5, 8)
_FINE = 4
_LEAST = 1e-100


@dataclass(frozen=True)
class ActiveLab:
    """How little each row needs a further label.

    Attributes:
        scores: [n], in [0, 1]; the lowest should be labelled next, for the first time or again.
        labels_given: how many labels each row has, [n].
    """

    scores: Floats
    labels_given: npt.NDArray[np.int64]

    def rows(self, count: int) -> Ints:
        """Return the `count` rows that need a label most, neediest first; of equal ones the first."""
        return np.argsort(self.scores, kind="stable")[: max(count, 0)]


def active_lab(L: npt.ArrayLike, probabilities: npt.ArrayLike) -> ActiveLab:
    """Score labelled and unlabelled rows on one scale, by how sure one is of each with the labels it has.

    Goh and Mueller 2023, "ActiveLab: Active Learning with Re-Labeling by Multiple Annotators" (arXiv 2301.11856):
    the CROWDLAB posterior of the consensus label is averaged with 1 / k, with the weights of the row's annotators and of the
    classifier on one side and the mean annotator's on the other, so that a row with more labels is surer at the same
    posterior. A row without a label has the classifier alone. The classifier's temperature is the one that fits the labels best,
    on the grid of the authors' package cleanlab. Where no row has two labels yet everybody weighs 1, as there.

    The scores are those of cleanlab's `get_active_learning_scores` once its counting of labels is mended: cleanlab 2.9 takes
    the labels of a row for the first classes, whatever they are, when it looks for the temperature.

    Args:
        L: labels, integers, [n, m], -1 where an annotator gave none.
        probabilities: of each class in each row, [n, k], by a classifier that has not learnt from the row.

    Raises:
        InputError: the shapes differ, a label is out of range, or probabilities do not sum to 1.

    >>> L = [[0, 0], [1, 1], [0, 1], [-1, -1], [1, -1]]
    >>> p = [[0.9, 0.1], [0.2, 0.8], [0.5, 0.5], [0.6, 0.4], [0.1, 0.9]]
    >>> found = active_lab(L, p)
    >>> found.rows(2).tolist()  # the one that two annotators do not agree on, and the new one
    [2, 3]
    """
    p = checked_predictions(probabilities)
    k = p.shape[1]
    votes = label_matrix(L, k)
    if len(votes) != len(p):
        raise InputError(f"wanted as many rows in L as in probabilities, got {len(votes)} and {len(p)}")
    given = (votes >= 0).sum(axis=1)
    labelled = given > 0
    quality, model = p.max(axis=1), 1.0
    annotators: Floats = np.ones(votes.shape[1])
    if given.max(initial=0) > 1:
        cooled = _at_temperature(p, _temperature(votes[labelled], p[labelled]))
        found = crowdlab(votes[labelled], cooled[labelled])
        quality = cooled.max(axis=1)
        quality[labelled], model, annotators = found.quality, found.model_weight, found.annotator_weight
    elif labelled.any():
        only = votes[labelled].max(axis=1).astype(np.intp)
        quality[labelled] = np.take_along_axis(p[labelled], only[:, None], axis=1)[:, 0]
    known = model + (votes >= 0) @ annotators
    unknown = annotators.mean() if annotators.size else 1.0
    return ActiveLab((known * quality + unknown / k) / (known + unknown), given)


def _temperature(votes: Votes, p: Floats) -> float:
    """Return the temperature with the least cross-entropy to the shares of labels, on a coarse grid and a finer one around."""
    k = p.shape[1]
    counts = np.stack([(votes == label).sum(axis=1) for label in range(k)], axis=1)
    shares = counts / counts.sum(axis=1, keepdims=True)

    def best(grid: Floats) -> int:
        losses = [-(shares * np.log(np.maximum(_at_temperature(p, t), _LEAST))).sum() for t in grid]
        return int(np.argmin(losses))

    coarse = np.array(_COARSE, dtype=np.float64)
    at = best(coarse)
    below = [np.linspace(coarse[at - 1], coarse[at], _FINE, endpoint=False)] if at else []
    above = [np.linspace(coarse[at], coarse[at + 1], _FINE + 1)] if at < len(coarse) - 1 else []
    fine = np.concatenate([*below, *above])
    return float(fine[best(fine)])


def _at_temperature(p: Floats, temperature: float) -> Floats:
    scaled: Floats = np.log(np.maximum(p, _LEAST)) / temperature
    scaled -= np.logaddexp.reduce(scaled, axis=1, keepdims=True)
    return np.exp(scaled)
