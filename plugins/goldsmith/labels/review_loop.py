"""Labels that get better with every batch of people's answers."""

from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.end_model import EndModel, Features, checked_soft_labels
from goldsmith.labels.temperature import TemperatureScaler
from goldsmith.labels.text_features import TextFeatures

__all__ = ["ReviewLoop"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]


class ReviewLoop:
    """Ask people about the rows an end model is least sure of, learn from the answers, and say how sure it is then.

    Uncertainty sampling (Lewis and Gale 1994, "A Sequential Algorithm for Training Text Classifiers") on top of weak
    supervision: `EndModel` learns from the label model's soft labels, an answer takes the place of the soft label of its
    row, and every confidence comes from a model that has not learnt from the row (`EndModel.out_of_fold`). The first answers,
    `pilot` of them, are for rows chosen at random: without them nothing would be known of the sure rows, and the
    confidences, which `TemperatureScaler` corrects with the answers, would be guesses there.

    Several rounds are worth more than one: after an answer the next least sure rows are others.

    Args:
        X: texts, or vectors, [n, d].
        probabilities: of each class in each row, [n, k]: `LabelModelFit.probabilities`.
        covered: the rows the label model labels, [n]: `LabelModelFit.covered`.
        model: what learns.
        pilot: how many of the first rows asked for are random, at least 0.
        seed: of the random rows.

    Raises:
        InputError: the shapes differ, no probabilities, or a negative pilot.

    >>> texts = ["win free money", "free money now", "a prize now", "see you at home", "home at six", "see you"]
    >>> soft = [[0.1, 0.9], [0.2, 0.8], [0.5, 0.5], [0.9, 0.1], [0.7, 0.3], [0.5, 0.5]]
    >>> loop = ReviewLoop(texts, soft, [True, True, False, True, True, False], pilot=1)
    >>> rows = loop.ask(3)
    >>> loop.tell(rows, [int(row < 3) for row in rows])  # people answer
    >>> loop.labels[rows].tolist() == [int(row < 3) for row in rows], loop.confidence[rows].tolist()
    (True, [1.0, 1.0, 1.0])
    """

    def __init__(
        self,
        X: Features,
        probabilities: npt.ArrayLike,
        covered: npt.ArrayLike,
        *,
        model: EndModel | None = None,
        pilot: int = 50,
        seed: int = 0,
    ) -> None:
        """Take the data; nothing is fitted yet."""
        if pilot < 0:
            raise InputError(f"pilot must be at least 0, got {pilot}")
        self._groups = None if hasattr(X, "shape") else list(X)
        self._vectors = X if self._groups is None else TextFeatures().fit_transform(X)
        self._pilot = pilot
        self._soft, self._covered = checked_soft_labels(self._vectors.shape[0], probabilities, covered)
        self._answers = np.full(len(self._soft), -1)
        self._order = np.random.default_rng(seed).permutation(len(self._soft))
        self._model = model or EndModel()

    @cached_property
    def probabilities(self) -> Floats:
        """Of each class in each row by a model that has not learnt from it, [n, k], corrected once there are answers."""
        known = self.reviewed
        soft, covered = self._soft.copy(), self._covered | known
        soft[known] = np.eye(soft.shape[1])[self._answers[known]]
        found = self._model.out_of_fold(self._vectors, soft, covered, groups=self._groups)
        if not known.any():
            return found
        return TemperatureScaler.fit(found[known], self._answers[known]).transform(found)

    @property
    def reviewed(self) -> npt.NDArray[np.bool_]:
        """Whether people have answered each row, [n]."""
        return np.asarray(self._answers >= 0)

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """People's label of each row, the likeliest one where they gave none, [n]."""
        return np.where(self.reviewed, self._answers, self.probabilities.argmax(axis=1))

    @property
    def confidence(self) -> Floats:
        """How likely each row's label is right, [n], in [0, 1]; 1 where people gave it."""
        return np.where(self.reviewed, 1.0, self.probabilities.max(axis=1))

    def ask(self, count: int) -> Ints:
        """Return `count` rows for people, [count]: what is left of the pilot, then the least sure ones; fewer at the end.

        Raises:
            InputError: a negative count.
        """
        if count < 0:
            raise InputError(f"count must be at least 0, got {count}")
        left = self._order[~self.reviewed[self._order]]
        random = left[: min(count, max(0, self._pilot - int(self.reviewed.sum())))]
        rest = count - len(random)
        if not rest:
            return random
        confidence = self.confidence.copy()
        confidence[random] = 1
        unsure = np.setdiff1d(np.flatnonzero(~self.reviewed), random)
        return np.concatenate([random, unsure[np.argsort(confidence[unsure], kind="stable")][:rest]])

    def tell(self, rows: npt.ArrayLike, labels: npt.ArrayLike) -> None:
        """Take people's answers, which replace earlier ones for the same rows.

        Args:
            rows: [m], those of `ask` or any others.
            labels: their classes, integers in [0, k), [m].

        Raises:
            InputError: the lengths differ, or a row or label is out of range.
        """
        at, given = np.asarray(rows, dtype=np.intp), np.asarray(labels)
        n, k = self._soft.shape
        if at.shape != given.shape or at.ndim != 1:
            raise InputError(f"wanted as many labels as rows, got {given.shape} and {at.shape}")
        if ((at < 0) | (at >= n)).any() or ((given < 0) | (given >= k)).any():
            raise InputError(f"rows must be in [0, {n}) and labels in [0, {k})")
        self._answers[at] = given
        self.__dict__.pop("probabilities", None)
