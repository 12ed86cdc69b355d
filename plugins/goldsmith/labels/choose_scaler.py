"""Which correction of probabilities holds on rows that did not teach it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.calibration import expected_calibration_error
from goldsmith.labels.isotonic import IsotonicScaler
from goldsmith.labels.temperature import TemperatureScaler, checked_known, checked_probabilities

__all__ = ["ChosenScaler", "Scaler", "choose_scaler", "held_out", "log_loss"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.integer]

_LEAST = 1e-12
_SAME = 1e-12


class Scaler(Protocol):
    """What corrects probabilities: `TemperatureScaler` or `IsotonicScaler`."""

    def transform(self, probabilities: npt.ArrayLike) -> Floats:
        """Return corrected probabilities, [n, k]."""
        ...


@dataclass(frozen=True)
class ChosenScaler:
    """The correction that did best on held-out rows.

    Attributes:
        scaler: fitted on all known rows.
        name: "none", "temperature" or "isotonic".
        scores: what each came to on held-out rows; lower is better.
    """

    scaler: Scaler
    name: str
    scores: dict[str, float]


_FITS: dict[str, Callable[[Floats, Ints], Scaler]] = {
    "none": lambda _, __: TemperatureScaler(1.0),
    "temperature": TemperatureScaler.fit,
    "isotonic": IsotonicScaler.fit,
}  # in this order, the simplest first, where several are equally good


def choose_scaler(
    probabilities: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    by: Literal["log_loss", "calibration_error"] = "log_loss",
    folds: int = 5,
    seed: int = 0,
    among: Sequence[str] = ("none", "temperature", "isotonic"),
) -> ChosenScaler:
    """Fit no correction, one temperature and isotonic curves to parts of the known rows, and keep what does best on the rest.

    By the log loss a correction is better where the known classes become likelier; it is proper, so it also sees what a
    correction loses in sharpness. The calibration error (10 bins) asks only that confidence be accuracy, and is noisy below some
    hundreds of rows.

    Args:
        probabilities: of each class in each row by a model that did not learn from it, [n, k].
        labels: the known classes, integers in [0, k), [n].
        by: what is compared.
        folds: parts of the rows, each held out once, at least 2 and at most n.
        seed: which rows come into which part.
        among: what is tried, of "none", "temperature" and "isotonic".

    Raises:
        InputError: the shapes differ, a label is out of range, there are fewer rows than folds, or nothing is tried.
        MissingExtraError: scikit-learn or SciPy is not installed.

    >>> overconfident = [[0.99, 0.01]] * 40
    >>> found = choose_scaler(overconfident, [0, 0, 0, 1] * 10)
    >>> found.name == "none", found.scaler.transform(overconfident)[0].round(2).tolist()
    (False, [0.75, 0.25])
    """
    p = checked_probabilities(probabilities)
    known = checked_known(labels, p)
    if not 2 <= folds <= len(p):
        raise InputError(f"wanted 2 to {len(p)} folds, one row in each at least, got {folds}")
    if by not in {"log_loss", "calibration_error"}:
        raise InputError(f"by must be log_loss or calibration_error, got {by!r}")
    if not set(among) or not set(among) <= set(_FITS):
        raise InputError(f"among must name some of {', '.join(_FITS)}, got {list(among)}")
    loss = log_loss if by == "log_loss" else _calibration_error
    scores = {
        name: loss(held_out(name, p, known, folds=folds, seed=seed), known) for name in _FITS if name in among
    }
    best = min(scores.values())
    name = next(name for name, score in scores.items() if score <= best + _SAME)
    return ChosenScaler(_FITS[name](p, known), name, scores)


def held_out(name: str, p: Floats, known: Ints, *, folds: int = 5, seed: int = 0) -> Floats:
    """Return the probabilities of known rows as the correction `name` makes them that was fitted on the other folds, [n, k]."""
    part = np.random.default_rng(seed).permutation(len(p)) % folds
    found = np.empty_like(p)
    for held in np.unique(part):
        out = part == held
        found[out] = _FITS[name](p[~out], known[~out]).transform(p[out])
    return found


def log_loss(p: Floats, known: Ints) -> float:
    """Return the mean of minus the logarithm of the known classes' probabilities, none taken below 1e-12."""
    likelihood = np.take_along_axis(p, known[:, None], axis=1)[:, 0]
    return float(-np.log(np.maximum(likelihood, _LEAST)).mean())


def _calibration_error(p: Floats, known: Ints) -> float:
    confidence = np.clip(p.max(axis=1), 0, 1)
    return expected_calibration_error(confidence, p.argmax(axis=1) == known)
