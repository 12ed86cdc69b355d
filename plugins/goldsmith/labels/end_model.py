"""A classifier that learns from soft labels, so that rows nobody voted on are labelled too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.labels.text_features import TextFeatures

__all__ = ["EndModel", "Features", "FittedEndModel", "checked_soft_labels"]

Floats: TypeAlias = npt.NDArray[np.float64]
Features: TypeAlias = Any
"""A sequence of texts, or an [n, d] matrix, dense or of SciPy, such as embeddings."""

_LEAST = 1e-3  # a class less likely than that in a row does not enter the fit


@dataclass(frozen=True)
class FittedEndModel:
    """What an `EndModel` has learnt.

    Attributes:
        classifier: scikit-learn's, None where only one class was seen.
        classes: the classes seen in training, in the order of the classifier's columns.
        cardinality: k.
        features: what makes vectors of texts, None where vectors were given.
    """

    classifier: Any
    classes: npt.NDArray[np.intp]
    cardinality: int
    features: TextFeatures | None

    def predict_proba(self, X: Features) -> Floats:
        """Return the probabilities of each class, [n, k], 0 for a class never seen."""
        vectors = self.features.transform(X) if self.features else X
        found = np.zeros((vectors.shape[0], self.cardinality))
        found[:, self.classes] = 1.0 if self.classifier is None else self.classifier.predict_proba(vectors)
        return found

    def predict(self, X: Features) -> npt.NDArray[np.int64]:
        """Return the likeliest class of each row, [n]."""
        return np.asarray(self.predict_proba(X).argmax(axis=1))


@dataclass(frozen=True)
class EndModel:
    """Logistic regression on the soft labels of a label model, the second half of weak supervision.

    Ratner et al. 2017, "Snorkel: Rapid Training Data Creation with Weak Supervision", section 2.3: a discriminative model is
    trained on the expected loss under the label model's posterior, sum_k q_k * -log p_k(x), and so labels what no labeling
    function votes on. Each row enters once per class, weighted by that class's probability: with k classes k times the work
    of hard labels. Rows that are not covered teach nothing.

    The settings are scikit-learn's, and no gold label chose them. With a hundred labels or fewer, as in active learning, take
    `EndModel.of_few()`.

    Attributes:
        C: the inverse strength of the L2 penalty, above 0.
        balanced: weigh classes alike in the training, whatever their share. Leave it off where the shares among covered
            rows are not those of the data.
        folds: the folds of `out_of_fold`, at least 2.
        seed: which rows come into which fold.

    Raises:
        InputError: a setting is out of range.

    >>> texts = ["win free money", "free money now", "win a prize now", "see you at home", "home at six", "see you"]
    >>> soft = [[0.1, 0.9], [0.2, 0.8], [0.5, 0.5], [0.9, 0.1], [0.7, 0.3], [0.5, 0.5]]
    >>> voted = [True, True, False, True, True, False]
    >>> EndModel().fit(texts, soft, voted).predict(["free prize", "at home"]).tolist()
    [1, 0]
    """

    C: float = 1.0
    balanced: bool = False
    folds: int = 5
    seed: int = 0

    @classmethod
    def of_few(cls) -> Self:
        """Return a model for a few dozen labels: a weaker penalty, and classes weighed alike, as few rows of a rare one would not be heard."""
        return cls(C=10.0, balanced=True)

    def __post_init__(self) -> None:
        """Check the settings."""
        if self.C <= 0 or self.folds < 2:
            raise InputError(f"wanted C > 0 and folds >= 2, got {self.C} and {self.folds}")

    def fit(
        self, X: Features, probabilities: npt.ArrayLike, covered: npt.ArrayLike | None = None
    ) -> FittedEndModel:
        """Learn from the covered rows.

        Args:
            X: texts, or vectors, [n, d].
            probabilities: of each class in each row, [n, k], rows summing to 1: `LabelModelFit.probabilities`.
            covered: the rows to learn from, [n]: `LabelModelFit.covered`; all where not given.

        Raises:
            InputError: the shapes differ, no probabilities, or no row is covered.
            MissingExtraError: scikit-learn is not installed.
        """
        features, vectors = _vectors(X)
        q, known = checked_soft_labels(vectors.shape[0], probabilities, covered)
        return self._fitted(features, vectors, q, np.flatnonzero(known))

    def out_of_fold(
        self,
        X: Features,
        probabilities: npt.ArrayLike,
        covered: npt.ArrayLike | None = None,
        *,
        groups: npt.ArrayLike | None = None,
    ) -> Floats:
        """Return the probabilities of each class in each row by a model that has not learnt from that row, [n, k].

        Covered rows are dealt into folds, each class evenly. The others are no part of any training, and get the
        probabilities of the model of all covered rows. Only what needs no labels, the vocabulary and the weights of its
        words, is taken from all texts.

        Args:
            X: as in `fit`.
            probabilities: as in `fit`.
            covered: as in `fit`.
            groups: [n], equal for rows that belong into one fold; equal texts do where not given.

        Raises:
            InputError: as `fit`, or there are no two groups of covered rows.
            MissingExtraError: scikit-learn is not installed.
        """
        _, vectors = _vectors(X)
        q, known = checked_soft_labels(vectors.shape[0], probabilities, covered)
        rows = np.flatnonzero(known)
        fold = self._dealt(q[rows].argmax(axis=1), _grouped(X, groups, len(q))[rows])
        found = np.empty_like(q)
        for held in range(fold.max() + 1):
            inside = fold == held
            model = self._fitted(None, vectors, q, rows[~inside])
            found[rows[inside]] = model.predict_proba(vectors[rows[inside]])
        if len(rows) < len(q):
            found[~known] = self._fitted(None, vectors, q, rows).predict_proba(vectors[~known])
        return found

    def _dealt(self, label: npt.NDArray[np.intp], group: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Return the fold of each covered row."""
        _, first, number = np.unique(group, return_index=True, return_inverse=True)
        if len(first) < 2:
            raise InputError("out_of_fold needs two different covered rows: there is none to learn from")
        order = np.lexsort((np.random.default_rng(self.seed).random(len(first)), label[first]))
        of_group = np.empty(len(first), dtype=np.intp)
        of_group[order] = np.arange(len(first)) % self.folds
        return of_group[number]

    def _fitted(
        self, features: TextFeatures | None, vectors: Any, q: Floats, rows: npt.NDArray[np.intp]
    ) -> FittedEndModel:
        if not len(rows):
            raise InputError("no row is covered: there is nothing to learn from")
        row, label = np.nonzero(q[rows] >= _LEAST)
        weight = q[rows][row, label]
        classes, counted = np.unique(label, return_inverse=True)
        if len(classes) == 1:
            return FittedEndModel(None, classes, q.shape[1], features)
        if self.balanced:
            weight = weight * (weight.sum() / len(classes) / np.bincount(counted, weight))[counted]
        logistic = require("sklearn.linear_model", extra="labels").LogisticRegression
        classifier = logistic(C=self.C, max_iter=1000)
        classifier.fit(vectors[rows[row]], label, sample_weight=weight)
        return FittedEndModel(classifier, classes, q.shape[1], features)


def _vectors(X: Features) -> tuple[TextFeatures | None, Any]:
    """Return what makes vectors of texts, if these are texts, and the vectors."""
    if len(getattr(X, "shape", ())) == 2:
        return None, X.tocsr() if hasattr(X, "tocsr") else X
    features = TextFeatures()
    return features, features.fit_transform(X)


def _grouped(X: Features, groups: npt.ArrayLike | None, n: int) -> npt.NDArray[np.intp]:
    """Return numbers that are equal where groups are, or texts, [n]; vectors are all taken as different."""
    if groups is None and not (isinstance(X, Sequence) and isinstance(X[0], str)):
        return np.arange(n)
    given = list(X) if groups is None else np.asarray(groups).tolist()
    if len(given) != n:
        raise InputError(f"wanted a group for each of {n} rows, got {len(given)}")
    number: dict[object, int] = {}
    return np.array([number.setdefault(group, len(number)) for group in given], dtype=np.intp)


def checked_soft_labels(
    n: int, probabilities: npt.ArrayLike, covered: npt.ArrayLike | None
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return probabilities and covered rows as arrays, or raise InputError unless they are those of `n` rows."""
    q = np.asarray(probabilities, dtype=np.float64)
    known = np.ones(n, dtype=bool) if covered is None else np.asarray(covered)
    if q.ndim != 2 or len(q) != n or q.shape[1] < 2 or known.shape != (n,) or known.dtype != np.bool_:
        raise InputError(
            f"wanted probabilities [n, k] and covered [n] of bool for {n} rows and 2 or more classes, "
            f"got {q.shape} and {known.shape} of {known.dtype}"
        )
    if not (q[known] >= 0).all() or not np.allclose(q[known].sum(axis=1), 1, atol=1e-6):
        raise InputError("probabilities of covered rows must be at least 0 and sum to 1")
    return q, known
