"""Probabilities bent, class by class, to what was seen."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.extras import require
from goldsmith.labels.temperature import checked_known, checked_probabilities

__all__ = ["IsotonicScaler"]

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class IsotonicScaler:
    """Probabilities replaced by the shares seen at or near them, which rise with them but may take any shape.

    Zadrozny and Elkan 2002, "Transforming Classifier Scores into Accurate Multiclass Probability Estimates": an isotonic regression of
    each class against the rest (section 3), and then each row made to sum to 1 (section 4). A share is kept from being 0 or 1 by
    one imagined row of either kind, 1 / (n + 2) to (n + 1) / (n + 2), for n rows cannot show more.

    It needs some hundreds of known rows, where one temperature does with tens: `choose_scaler` tries which is better. As there, the
    known rows must not have taught the model.

    Attributes:
        curves: scikit-learn's `IsotonicRegression` of each class, [k].

    >>> overconfident = [[0.99, 0.01], [0.99, 0.01], [0.99, 0.01], [0.99, 0.01]]
    >>> scaler = IsotonicScaler.fit(overconfident, [0, 0, 0, 1])  # right three times in four
    >>> scaler.transform(overconfident)[0].round(3).tolist()
    [0.75, 0.25]
    """

    curves: tuple[Any, ...]

    @classmethod
    def fit(cls, probabilities: npt.ArrayLike, labels: npt.ArrayLike) -> "IsotonicScaler":
        """Find the rising curve of each class that fits the known classes best, in squares.

        Args:
            probabilities: of each class in each row, [n, k].
            labels: the known classes, integers in [0, k), [n].

        Raises:
            InputError: the shapes differ, there is no row, or a label is out of range.
            MissingExtraError: scikit-learn is not installed.
        """
        p = checked_probabilities(probabilities)
        known = checked_known(labels, p)
        regression = require("sklearn.isotonic", extra="labels").IsotonicRegression
        least = 1 / (len(p) + 2)
        settings = {"y_min": least, "y_max": 1 - least, "out_of_bounds": "clip"}
        return cls(
            tuple(
                regression(**settings).fit(p[:, label], (known == label).astype(np.float64))
                for label in range(p.shape[1])
            )
        )

    def transform(self, probabilities: npt.ArrayLike) -> Floats:
        """Return the probabilities on these curves, [n, k], each row summing to 1."""
        p = checked_probabilities(probabilities)
        bent: Floats = np.column_stack(
            [curve.predict(column) for curve, column in zip(self.curves, p.T, strict=True)]
        )
        bent /= bent.sum(axis=1, keepdims=True)
        return bent
