"""Whether a classifier of the originals finds a new text's label plausible."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.labels import EndModel, FittedEndModel, TextFeatures, wilson_interval

__all__ = ["Evidence", "LabelEvidence"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the classifier says of new texts, each [n].

    Attributes:
        probability: of the text's own label, in [0, 1].
        plausible: the share of originals of this label whose own probability is no higher, in (0, 1].
        likeliest: the class that the classifier would give, as its number.
        likeliest_probability: of that class.
        known: whether the original was classified right, True where its label is another than the new text's.
        original_plausible: as `plausible`, of the original; 1 where its label is another.
    """

    probability: Floats
    plausible: Floats
    likeliest: Ints
    likeliest_probability: Floats
    known: npt.NDArray[np.bool_]
    original_plausible: Floats


class LabelEvidence:
    """Classifiers trained on the originals, none of which judges a text made of an original it has learnt from.

    A new text shares most words with its original, so that a classifier which knows the original recognises the text whatever
    became of its meaning. The originals are therefore dealt into folds, and a text is judged by the classifier that has not
    seen its original. How low a probability is normal is read off the originals themselves, judged likewise: `plausible` is the
    p-value of a cross-conformal predictor, for each label by itself (Vovk 2015, "Cross-conformal predictors", section 3;
    Mondrian taxonomy by label). Under exchangeability few originals would fall below a small one.

    Attributes:
        classes: the labels, sorted; their place is their number.
        accuracy: the share of originals that are classified right, each by the classifier that has not seen it.
        beats_guessing: whether the lower end of this share's 95 % Wilson interval is above the share of the commonest label; if
            not, the classifier knows nothing worth asking.

    >>> texts = ["win free money", "free money now", "win money", "see you at home", "home at six", "see you"] * 2
    >>> evidence = LabelEvidence(texts, ["spam"] * 3 + ["ham"] * 3 + ["spam"] * 3 + ["ham"] * 3)
    >>> found = evidence.judge(["free money today", "see you"], ["spam", "spam"], parents=[1, 1])
    >>> [evidence.classes[number] for number in found.likeliest]
    ['spam', 'ham']
    """

    def __init__(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        vectors: npt.ArrayLike | None = None,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        """Train on the originals.

        Args:
            texts: of the originals, [n].
            labels: of the originals, [n].
            vectors: [n, d] such as embeddings; by default `goldsmith.labels.TextFeatures` of the texts.
            folds: at least 2; fewer where a label has fewer texts.
            seed: of the folds.

        Raises:
            InputError: the lengths differ, there are not two labels, or a label has a single text.
            MissingExtraError: scikit-learn is not installed.
        """
        self.classes = sorted(set(labels))
        number = {label: at for at, label in enumerate(self.classes)}
        self._labels = np.array([number[label] for label in labels], dtype=np.intp)
        counts = np.bincount(self._labels)
        if len(texts) != len(labels) or len(counts) < 2 or counts.min() < 2:
            raise InputError(
                f"a classifier needs two labels of two texts or more, got {len(texts)} texts"
                f" and {dict(zip(self.classes, counts.tolist(), strict=True))}"
            )
        self._features = TextFeatures() if vectors is None else None
        X = self._features.fit_transform(texts) if self._features else np.asarray(vectors, dtype=np.float64)
        if X.shape[0] != len(texts):
            raise InputError(f"{len(texts)} texts, but {X.shape[0]} vectors")
        self._fold = _folds(self._labels, min(folds, int(counts.min())), seed)
        self._models = [self._trained(X, self._fold != fold) for fold in range(self._fold.max() + 1)]
        p = self._by_fold(X, self._fold)
        self._own = p[np.arange(len(texts)), self._labels]
        self._right = p.argmax(axis=1) == self._labels
        right = int(self._right.sum())
        self.accuracy = right / len(texts)
        self.beats_guessing = wilson_interval(right, len(texts))[0] > counts.max() / len(texts)

    def judge(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        parents: Sequence[int],
        *,
        vectors: npt.ArrayLike | None = None,
    ) -> Evidence:
        """Return what the classifiers say of new texts.

        Args:
            texts: [m].
            labels: they should have, [m].
            parents: the place of each one's original, [m].
            vectors: [m, d], where the originals had vectors.

        Raises:
            InputError: a label is none of the originals', the lengths differ, or vectors are missing.
        """
        wanted, of = self._numbers(labels), np.asarray(parents, dtype=np.intp)
        if not len(texts) == len(wanted) == len(of):
            raise InputError(f"{len(texts)} texts, {len(wanted)} labels and {len(of)} originals")
        p = self._by_fold(self._vectors(texts, vectors), self._fold[of])
        every = np.arange(len(texts))
        own, likeliest = p[every, wanted], p.argmax(axis=1)
        other = self._labels[of] != wanted
        return Evidence(
            own,
            self._plausible(own, wanted),
            likeliest,
            p[every, likeliest],
            other | self._right[of],
            np.where(other, 1.0, self._plausible(self._own, self._labels)[of]),
        )

    def _numbers(self, labels: Sequence[str]) -> Ints:
        unknown = set(labels) - set(self.classes)
        if unknown:
            raise InputError(f"no original has the label {min(unknown)!r}, only {', '.join(self.classes)}")
        return np.searchsorted(self.classes, list(labels)).astype(np.intp)

    def _vectors(self, texts: Sequence[str], vectors: npt.ArrayLike | None) -> Any:
        if self._features is not None:
            return self._features.transform(texts) if len(texts) else np.zeros((0, 1))
        if vectors is None or len(found := np.asarray(vectors, dtype=np.float64)) != len(texts):
            raise InputError("the originals were judged by vectors: give one for each new text too")
        return found

    def _trained(self, X: Any, rows: npt.NDArray[np.bool_]) -> FittedEndModel:
        return EndModel.of_few().fit(X[rows], np.eye(len(self.classes))[self._labels[rows]])

    def _by_fold(self, X: Any, fold: Ints) -> Floats:
        found = np.zeros((len(fold), len(self.classes)))
        for number, model in enumerate(self._models):
            rows = np.flatnonzero(fold == number)
            if len(rows):
                found[rows] = model.predict_proba(X[rows])
        return found.round(9)  # the same text in another batch differs in the last digits

    def _plausible(self, own: Floats, wanted: Ints) -> Floats:
        found = np.ones(len(own))
        for label in range(len(self.classes)):
            scores, rows = np.sort(self._own[self._labels == label]), wanted == label
            found[rows] = (1 + np.searchsorted(scores, own[rows], side="right")) / (1 + len(scores))
        return found


def _folds(labels: Ints, folds: int, seed: int) -> Ints:
    split = require("sklearn.model_selection", extra="augment").StratifiedKFold(
        folds, shuffle=True, random_state=seed
    )
    fold = np.zeros(len(labels), dtype=np.intp)
    for number, (_, held) in enumerate(split.split(labels, labels)):
        fold[held] = number
    return fold
