"""Agreement between raters beyond chance."""

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.rating_matrix import Floats, rating_matrix

__all__ = ["Metric", "cohen_kappa", "krippendorff_alpha", "krippendorff_alpha_interval"]

Metric: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]


def cohen_kappa(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """Return Cohen's kappa of two raters who labelled the same `n` units.

    kappa = (p_o - p_e) / (1 - p_e), with p_o the observed share of equal labels and p_e the share expected
    when each rater draws independently from their own label frequencies (Cohen 1960, "A Coefficient of
    Agreement for Nominal Scales", equation 1). In [-1, 1]; NaN when both raters use one and the same label
    throughout, where chance alone explains everything.

    Args:
        a: the first rater's labels, [n].
        b: the second rater's labels, [n], in the same order.

    Raises:
        InputError: the lengths differ, there is no unit, or a label is missing (None or NaN).

    >>> cohen_kappa(["spam", "spam", "ham", "ham"], ["spam", "ham", "ham", "ham"])
    0.5
    """
    if len(a) != len(b) or len(a) == 0:
        raise InputError(
            f"cohen_kappa() needs two equally long, non-empty label lists, got {len(a)} and {len(b)}"
        )
    if any(label is None or label != label for label in (*a, *b)):  # noqa: PLR0124 - only NaN differs from itself
        raise InputError("cohen_kappa() got missing labels (None or NaN): leave those units out first")
    n = len(a)
    observed = sum(x == y for x, y in zip(a, b, strict=True)) / n
    of_b = Counter(b)
    expected = sum(count * of_b[label] for label, count in Counter(a).items()) / n**2
    return math.nan if expected == 1 else float((observed - expected) / (1 - expected))


def krippendorff_alpha(ratings: npt.ArrayLike, metric: Metric = "nominal") -> float:
    """Return Krippendorff's alpha, agreement among any number of raters with ratings missing at random.

    alpha = 1 - D_o / D_e = 1 - (n - 1) * sum_u S_u / (m_u - 1) / S, where S_u sums the squared difference over
    all ordered pairs among the m_u ratings of unit u, S the same over all n ratings in units with at least two
    (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section E). Differences:

    - nominal: 1 for different values, else 0
    - ordinal: ratings between the two values, which is the distance between their mid-ranks
    - interval: c - k
    - ratio: (c - k) / (c + k)

    1 is perfect agreement, 0 is chance, negative is systematic disagreement. NaN when all ratings are equal:
    without variation agreement cannot be told from chance.

    Args:
        ratings: floats, [n_raters, n_units], NaN where a rater did not rate a unit.
        metric: the level of measurement.

    Raises:
        InputError: not a matrix of numbers, an unknown metric, infinite ratings, negative ratings with `ratio`,
            or no unit with two ratings.

    >>> nan = float("nan")
    >>> krippendorff_alpha([[0, 1, 0, 1, nan], [0, 1, 1, 1, 1]])
    0.5333333333333333
    """
    return _alpha(_checked(ratings, metric), metric)


def krippendorff_alpha_interval(
    ratings: npt.ArrayLike,
    metric: Metric = "nominal",
    *,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of `krippendorff_alpha`, resampling units with replacement.

    Resamples without variation have no alpha and are left out; (NaN, NaN) when none is left.

    Args:
        ratings: floats, [n_raters, n_units], NaN where a rater did not rate a unit.
        metric: the level of measurement.
        level: the share of resamples inside the interval, in (0, 1).
        resamples: the number of resamples, at least 1.
        seed: the same seed gives the same interval.

    Raises:
        InputError: as `krippendorff_alpha`, or `level` or `resamples` out of range.

    >>> low, high = krippendorff_alpha_interval([[0, 1, 0, 1, 0, 1], [0, 1, 1, 1, 0, 1]])
    >>> -1 <= low < 0.7 < high <= 1
    True
    """
    if not 0 < level < 1 or resamples < 1:
        raise InputError(f"level must be in (0, 1) and resamples at least 1, got {level} and {resamples}")
    units = _checked(ratings, metric)
    rng = np.random.default_rng(seed)
    n = units.shape[1]
    alphas = np.array([_alpha(units[:, rng.integers(n, size=n)], metric) for _ in range(resamples)])
    alphas = alphas[~np.isnan(alphas)]
    if alphas.size == 0:
        return math.nan, math.nan
    low, high = np.quantile(alphas, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _checked(ratings: npt.ArrayLike, metric: str) -> Floats:
    """Return the units with at least two ratings, [n_raters, n_pairable]."""
    if metric not in get_args(Metric):
        raise InputError(f"unknown metric {metric!r}: use one of {', '.join(get_args(Metric))}")
    matrix = rating_matrix(ratings)
    if np.isinf(matrix).any() or (metric == "ratio" and (matrix < 0).any()):
        raise InputError("ratings must be finite, and with metric='ratio' not negative")
    units = matrix[:, (~np.isnan(matrix)).sum(axis=0) >= 2]
    if units.size == 0:
        raise InputError("no unit has two ratings: agreement needs at least two raters on the same unit")
    return units


def _alpha(units: Floats, metric: Metric) -> float:
    rated = ~np.isnan(units)
    unit = np.nonzero(rated.T)[0]
    values, codes, counts = np.unique(units.T[rated.T], return_inverse=True, return_counts=True)
    if len(values) == 1:
        return math.nan
    everywhere = np.zeros(len(codes), dtype=np.intp)
    if metric == "nominal":
        per_unit, total = (_nominal(codes, group) for group in (unit, everywhere))
    elif metric == "ratio":
        per_unit, total = _ratio_within(units), _ratio_total(values, counts)
    else:
        points = values if metric == "interval" else np.cumsum(counts) - counts / 2
        points = (points - points.mean()) / np.ptp(points)
        per_unit, total = (_squared(points[codes], group) for group in (unit, everywhere))
    observed = (per_unit / (rated.sum(axis=0) - 1)).sum()
    return float(1 - (len(codes) - 1) * observed / total.sum())


def _nominal(codes: npt.NDArray[np.intp], group: npt.NDArray[np.intp]) -> Floats:
    """Sum over ordered pairs within each group of [values differ]: m^2 - sum_c n_c^2."""
    pairs, counts = np.unique(group * (codes.max() + 1) + codes, return_counts=True)
    same = np.bincount(pairs // (codes.max() + 1), weights=counts.astype(np.float64) ** 2)
    return np.bincount(group).astype(np.float64) ** 2 - same


def _squared(points: Floats, group: npt.NDArray[np.intp]) -> Floats:
    """Sum over ordered pairs within each group of (x - y)^2: 2 m * sum (x - mean)^2."""
    size = np.bincount(group).astype(np.float64)
    mean = np.bincount(group, weights=points) / size
    return 2 * size * np.bincount(group, weights=(points - mean[group]) ** 2)


def _ratio(a: Floats, b: Floats) -> Floats:
    quotient: Floats = np.divide(a - b, a + b, out=np.zeros(np.broadcast(a, b).shape), where=(a + b) > 0)
    return quotient**2


def _ratio_within(units: Floats) -> Floats:
    total = np.zeros(units.shape[1])
    for gap in range(1, len(units)):
        total += 2 * _ratio(units[:-gap], units[gap:]).sum(axis=0)
    return total


def _ratio_total(values: Floats, counts: npt.NDArray[np.intp]) -> Floats:
    return np.array(
        [count * _ratio(value, values) @ counts for value, count in zip(values, counts, strict=True)]
    )
