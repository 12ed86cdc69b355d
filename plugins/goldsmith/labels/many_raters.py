"""Kappa-like agreement of any number of raters: Fleiss' kappa and Gwet's AC1 and AC2."""

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.rating_matrix import Floats, rating_matrix

__all__ = ["AgreementWeights", "fleiss_kappa", "gwet_ac1"]

AgreementWeights: TypeAlias = Literal["identity", "ordinal", "linear", "quadratic"]


def fleiss_kappa(ratings: npt.ArrayLike) -> float:
    """Return Fleiss' kappa of any number of raters who put units into classes.

    kappa = (p_a - p_e) / (1 - p_e), with p_a the mean over units of the share of pairs of ratings that agree, and
    p_e = sum_c pi_c^2, pi_c the mean share of ratings in class c (Fleiss 1971, "Measuring Nominal Scale Agreement Among
    Many Raters", equations 3 to 7). Units may have different numbers of ratings: p_a is taken over those with at least
    two, pi_c over those with any (Gwet 2014, "Handbook of Inter-Rater Reliability", chapter 2). At most 1; NaN when all
    ratings are equal.

    Args:
        ratings: class numbers, [n_raters, n_units], NaN where a rater did not rate a unit.

    Raises:
        InputError: not a matrix of numbers, infinite ratings, or no unit with two ratings.

    >>> round(fleiss_kappa([[0, 0, 1, 1], [0, 1, 1, 1], [0, 1, 1, 1]]), 9)  # p_a = 5/6, p_e = 5/9
    0.625
    """
    counts, _ = _counts(ratings, None)
    shares = _shares(counts)
    expected = float(shares @ shares)
    return math.nan if counts.shape[1] == 1 else _beyond(_observed(counts, np.eye(counts.shape[1])), expected)


def gwet_ac1(
    ratings: npt.ArrayLike,
    *,
    weights: AgreementWeights = "identity",
    categories: Sequence[float] | None = None,
) -> float:
    """Return Gwet's AC1, or with weights AC2: agreement beyond chance that holds up when one class is very common.

    (p_a - p_e) / (1 - p_e), with p_a as in `fleiss_kappa` but for the weight w_cd of a pair of classes, and
    p_e = sum_cd w_cd / (q (q - 1)) * sum_c pi_c (1 - pi_c) for q classes (Gwet 2008, "Computing inter-rater reliability
    and its variance in the presence of high agreement"; Gwet 2014, chapters 2 to 4). Weights of classes c and d:

    - identity: 1 where equal, else 0; this is AC1
    - ordinal: 1 - C(|rank c - rank d| + 1, 2) / C(q, 2)
    - linear: 1 - |c - d| / range
    - quadratic: 1 - (c - d)^2 / range^2

    At most 1; NaN when there is only one class.

    Args:
        ratings: class numbers, [n_raters, n_units], NaN where a rater did not rate a unit.
        weights: what a near miss is worth.
        categories: all the classes there were to choose from; those that were chosen where not given.

    Raises:
        InputError: not a matrix of numbers, infinite ratings, no unit with two ratings, unknown weights, or a rating
            that is none of the categories.

    >>> round(gwet_ac1([[0, 0, 1, 1], [0, 1, 1, 1], [0, 1, 1, 1]]), 9)  # p_a = 5/6, p_e = 4/9
    0.7
    """
    if weights not in get_args(AgreementWeights):
        raise InputError(f"unknown weights {weights!r}: use one of {', '.join(get_args(AgreementWeights))}")
    counts, values = _counts(ratings, categories)
    q = len(values)
    if q == 1:
        return math.nan
    worth = _weights(values, weights)
    shares = _shares(counts)
    expected = float(worth.sum() / (q * (q - 1)) * (shares @ (1 - shares)))
    return _beyond(_observed(counts, worth), expected)


def _counts(ratings: npt.ArrayLike, categories: Sequence[float] | None) -> tuple[Floats, Floats]:
    """Return the ratings of each unit in each class, [n_units, q], and the q classes in ascending order."""
    matrix = rating_matrix(ratings)
    if np.isinf(matrix).any():
        raise InputError("ratings must be finite")
    rater, unit = np.nonzero(~np.isnan(matrix))
    given = matrix[rater, unit]
    values = np.unique(given if categories is None else np.asarray(categories, dtype=np.float64))
    strange = np.setdiff1d(given, values)
    if strange.size:
        raise InputError(f"rating {strange[0]:g} is none of the categories {values.tolist()}")
    counts = np.zeros((matrix.shape[1], len(values)))
    np.add.at(counts, (unit, np.searchsorted(values, given)), 1)
    if not (counts.sum(axis=1) >= 2).any():
        raise InputError("no unit has two ratings: agreement needs at least two raters on the same unit")
    return counts, values


def _shares(counts: Floats) -> Floats:
    rated = counts[counts.sum(axis=1) > 0]
    shares: Floats = (rated / rated.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def _observed(counts: Floats, worth: Floats) -> float:
    """Return the mean over units of the mean weight of two of its ratings."""
    size = counts.sum(axis=1)
    pairable = counts[size >= 2]
    size = size[size >= 2]
    pairs = ((pairable @ worth) * pairable).sum(axis=1) - size
    return float((pairs / (size * (size - 1))).mean())


def _weights(values: Floats, weights: AgreementWeights) -> Floats:
    if weights == "identity":
        return np.eye(len(values))
    points = np.arange(len(values), dtype=np.float64) if weights == "ordinal" else values
    apart = np.abs(points[:, None] - points)
    if weights == "ordinal":
        apart = apart * (apart + 1)
    elif weights == "quadratic":
        apart = apart**2
    worth: Floats = 1 - apart / apart.max()
    return worth


def _beyond(observed: float, expected: float) -> float:
    return (observed - expected) / (1 - expected)
