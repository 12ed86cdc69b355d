"""Where a labeller is wrong, learnt from the rows where that is known."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.labels.label_matrix import label_matrix
from goldsmith.labels.text_features import text_vectors

__all__ = ["verify_labels"]

Floats: TypeAlias = npt.NDArray[np.float64]

_LEAST = 1e-3  # a confidence of 1 is far from a doubtful one, but not infinitely far
_DIMENSIONS = 30


def verify_labels(
    labels: npt.ArrayLike,
    confidence: npt.ArrayLike,
    correct: npt.ArrayLike,
    *,
    votes: npt.ArrayLike | None = None,
    X: Sequence[str] | npt.ArrayLike | None = None,
    folds: int = 5,
    seed: int = 0,
) -> Floats:
    """Return how likely each label is right, [n], by a model that has not learnt from the row.

    A logistic regression of "is it right" on what is at hand without another question: the labeller's confidence (its log-odds,
    and whether there is one), its label, how many other voters agree and disagree with it, and what the text is like. Where a
    model is wrong in a way of its own, say on short texts or on one class, its confidence does not tell, but these do. Known rows are
    scored by a model of the other folds, all others by a model of all known rows.

    Send the rows with the lowest values to people: `route_by_budget(verify_labels(...), share)`. A judgement on which rows
    are known is one on what is learnt: let a random part of them be reviewed first.

    Args:
        labels: the labeller's, integers from 0, [n]; -1 where it gave none.
        confidence: in [0, 1], [n]; NaN where it gave none.
        correct: whether each label is right, 1 or 0, [n]; NaN where nobody knows.
        votes: of others on the same rows, [n, m], -1 for abstain.
        X: texts, or vectors, [n, d].
        folds: parts of the known rows, at least 2; fewer where fewer are known.
        seed: which rows come into which part.

    Raises:
        InputError: the shapes differ, a value is out of range, or fewer than two rows are known.
        MissingExtraError: scikit-learn is not installed.

    >>> labels, sure = [0, 0, 1, 1] * 8, [0.9] * 32  # as sure of what is wrong as of what is right
    >>> correct = [1, 1, 0, 0] * 6 + [float("nan")] * 8  # class 1 is wrong each time
    >>> (verify_labels(labels, sure, correct)[-4:] > 0.5).tolist()
    [True, True, False, False]
    """
    said, sure, right = (
        np.asarray(labels),
        np.asarray(confidence, dtype=np.float64),
        np.asarray(correct, np.float64),
    )
    _check(said, sure, right, folds)
    features = _features(said, sure, votes, X, seed)
    known = np.flatnonzero(~np.isnan(right))
    part = np.random.default_rng(seed).permutation(len(known)) % min(folds, len(known))
    found = np.empty(len(said))
    for held in np.unique(part):
        inside = part == held
        found[known[inside]] = _right(features, right, known[~inside], known[inside])
    others = np.flatnonzero(np.isnan(right))
    found[others] = _right(features, right, known, others)
    return np.where(said >= 0, found, 0.0)


def _right(features: Floats, right: Floats, teach: npt.NDArray[np.intp], ask: npt.NDArray[np.intp]) -> Floats:
    if len(np.unique(right[teach])) < 2:  # Laplace's rule: so many right ones are no proof that all are
        return np.full(len(ask), (right[teach].sum() + 1) / (len(teach) + 2))
    if not len(ask):
        return np.empty(0)
    linear = require("sklearn.linear_model", extra="labels").LogisticRegression(max_iter=1000)
    fitted: Any = linear.fit(features[teach], right[teach])
    return np.asarray(fitted.predict_proba(features[ask])[:, 1])


def _features(said: Any, sure: Floats, votes: npt.ArrayLike | None, X: Any, seed: int) -> Floats:
    told = ~np.isnan(sure)
    odds = np.clip(np.where(told, sure, 0.5), _LEAST, 1 - _LEAST)
    classes = np.unique(said)
    columns = [
        np.log(odds / (1 - odds)),
        told.astype(np.float64),
        *(1.0 * (said == label) for label in classes),
    ]
    if votes is not None:
        matrix = np.asarray(votes)
        L = label_matrix(matrix, max(2, int(matrix.max(initial=0)) + 1, int(said.max()) + 1))
        if len(L) != len(said):
            raise InputError(f"wanted votes on {len(said)} rows, got {len(L)}")
        with_it, against = (said[:, None] == L) & (L >= 0), (said[:, None] != L) & (L >= 0)
        columns += [
            with_it.sum(axis=1),
            against.sum(axis=1),
            *((L >= 0).astype(np.float64) * (2.0 * with_it - 1)).T,
        ]
    if X is None:
        return np.column_stack(columns)
    vectors = X if hasattr(X, "shape") else text_vectors(X, dimensions=_DIMENSIONS, seed=seed)
    if vectors.shape[0] != len(said):
        raise InputError(f"wanted a text or vector for each of {len(said)} rows, got {vectors.shape[0]}")
    return np.column_stack([*columns, np.asarray(vectors, dtype=np.float64)])


def _check(said: Any, sure: Floats, right: Floats, folds: int) -> None:
    if (
        said.ndim != 1
        or not np.issubdtype(said.dtype, np.integer)
        or not said.shape == sure.shape == right.shape
    ):
        raise InputError(
            f"wanted integer labels, confidence and correct of the same n rows, got {said.shape} of {said.dtype}, "
            f"{sure.shape} and {right.shape}"
        )
    if (
        not (np.isnan(sure) | ((sure >= 0) & (sure <= 1))).all()
        or not (np.isnan(right) | np.isin(right, (0, 1))).all()
    ):
        raise InputError("confidence must lie in [0, 1], correct be 1 or 0; NaN is unknown in both")
    if (~np.isnan(right)).sum() < 2 or folds < 2:
        raise InputError(
            f"wanted two known rows and two folds at least, got {(~np.isnan(right)).sum()} and {folds}"
        )
