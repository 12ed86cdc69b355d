"""Probabilities that are made to keep what they promise."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require

__all__ = ["TemperatureScaler", "checked_known", "checked_probabilities"]

Floats: TypeAlias = npt.NDArray[np.float64]

_RANGE = (0.02, 50.0)  # without a mistake among the known rows the likeliest temperature is 0
_LEAST = 1e-12


@dataclass(frozen=True)
class TemperatureScaler:
    """Probabilities made sharper (temperature below 1) or softer, with the order of the classes kept.

    Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2: the logits are divided by one temperature, the
    likeliest one given rows whose class is known. Those rows must not have taught the model: take probabilities from
    `EndModel.out_of_fold`. They need not be a random sample, if what they were chosen by is the confidence itself,
    but the sure rows must be among them too.

    Attributes:
        temperature: above 0; 1 changes nothing.

    >>> overconfident = [[0.99, 0.01], [0.99, 0.01], [0.99, 0.01], [0.99, 0.01]]
    >>> scaler = TemperatureScaler.fit(overconfident, [0, 0, 0, 1])  # right three times in four
    >>> scaler.transform(overconfident)[0].round(3).tolist()
    [0.75, 0.25]
    """

    temperature: float

    @classmethod
    def fit(cls, probabilities: npt.ArrayLike, labels: npt.ArrayLike) -> "TemperatureScaler":
        """Find the temperature, between 0.02 and 50, under which the known classes are likeliest.

        Args:
            probabilities: of each class in each row, [n, k].
            labels: the known classes, integers in [0, k), [n].

        Raises:
            InputError: the shapes differ, there is no row, or a label is out of range.
            MissingExtraError: SciPy is not installed.
        """
        logits = _logits(probabilities)
        known = checked_known(labels, logits)

        def loss(log_temperature: float) -> float:
            scaled = logits / np.exp(log_temperature)
            likelihood = np.take_along_axis(scaled, known[:, None], axis=1)[:, 0]
            return float((np.logaddexp.reduce(scaled, axis=1) - likelihood).mean())

        minimize = require("scipy.optimize", extra="labels").minimize_scalar
        best = minimize(loss, bounds=np.log(_RANGE), method="bounded", options={"xatol": 1e-8})
        return cls(float(np.exp(best.x)))

    def transform(self, probabilities: npt.ArrayLike) -> Floats:
        """Return the probabilities at this temperature, [n, k]."""
        scaled = _logits(probabilities) / self.temperature
        scaled -= np.logaddexp.reduce(scaled, axis=1, keepdims=True)
        return np.exp(scaled)


def checked_probabilities(probabilities: npt.ArrayLike) -> Floats:
    """Return probabilities as an array, or raise InputError unless they are [n, k] in [0, 1] of 2 or more classes."""
    p = np.asarray(probabilities, dtype=np.float64)
    if p.ndim != 2 or p.shape[1] < 2 or not ((p >= 0) & (p <= 1)).all():
        raise InputError(f"wanted probabilities [n, k] in [0, 1] of 2 or more classes, got shape {p.shape}")
    return p


def checked_known(labels: npt.ArrayLike, of_rows: Floats) -> npt.NDArray[np.integer]:
    """Return known classes as an array, or raise InputError unless there is one for each row of [n, k], in [0, k)."""
    known = np.asarray(labels)
    n, k = of_rows.shape
    if known.shape != (n,) or not n or not np.issubdtype(known.dtype, np.integer):
        raise InputError(f"labels must be integers [n] for n = {n} > 0 rows, got {known!r:.60}")
    if known.min() < 0 or known.max() >= k:
        raise InputError(f"labels must be in [0, {k})")
    return known


def _logits(probabilities: npt.ArrayLike) -> Floats:
    logits: Floats = np.log(np.maximum(checked_probabilities(probabilities), _LEAST))
    return logits
