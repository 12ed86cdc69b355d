"""Whether scores, as of sentiment, differ by group."""

from collections.abc import Hashable, Sequence
from math import isfinite, nan

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.quality.intervals import mean_interval
from goldsmith.quality.measure import Measure, Measures

__all__ = ["group_scores"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_PERMUTATIONS = 1_000
_MOST_ROWS = 5_000  # of the permutation test


def group_scores(
    scores: Sequence[float | None], groups: Sequence[Hashable], *, level: float = 0.95, seed: int = 0
) -> Measures:
    """Return each group's mean score with its interval, the largest gap of two groups, and its p-value.

    The gap's interval is the reflected bootstrap (2 x gap less the percentiles of 1,000 draws within the groups), as gaps are too large
    by chance. `p` is the chance of so large a gap if the groups were drawn by lot: 1,000 permutations of at most 5,000 rows, drawn by the
    seed, (1 + as large or larger) / 1,001. Rows without a score or a group are left out.

    Args:
        scores: [n], as a sentiment in [-1, 1] from any model.
        groups: [n], as the one spoken of.
        level: of the intervals.
        seed: of all draws.

    Raises:
        InputError: lengths that differ.

    >>> found = group_scores([1.0, 1.0, 0.0, 0.0], ["a", "a", "b", "b"])
    >>> found["largest gap"].value, found["b"].value
    (1.0, 0.0)
    """
    if len(scores) != len(groups):
        raise InputError(f"wanted a group for each score, got {len(groups)} for {len(scores)}")
    told = [
        (float(score), group)
        for score, group in zip(scores, groups, strict=True)
        if score is not None and group is not None and isfinite(score)
    ]
    names = list(dict.fromkeys(group for _, group in told))
    place = {name: at for at, name in enumerate(names)}
    x, code = np.array([score for score, _ in told]), np.array([place[group] for _, group in told], np.int64)
    each = [
        Measure(
            str(name),
            *mean_interval(x[code == at], level, seed),
            int((code == at).sum()),
            len(scores),
            "Mean score.",
        )
        for at, name in enumerate(names)
    ]
    gap, p = _largest_gap(x, code, len(names), seed)
    low, high = _gap_interval(gap, x, code, len(names), level=level, seed=seed)
    both = [
        Measure(
            "largest gap",
            gap,
            low,
            high,
            n=len(told),
            of=len(scores),
            definition="Highest mean of a group less the lowest.",
        ),
        Measure(
            "p", p, n=min(len(told), _MOST_ROWS), of=len(scores), definition="Permutation test of no gap."
        ),
    ]
    return Measures((*each, *both))


def _gap_interval(
    gap: float, x: Floats, code: Ints, count: int, *, level: float, seed: int
) -> tuple[float, float]:
    """Return both ends of the gap's interval, of at most 5,000 rows; NaN with one group, or one of a single row."""
    some = np.random.default_rng(seed).permutation(len(x))[:_MOST_ROWS]
    groups = [x[some][code[some] == at] for at in range(count)]
    if count < 2 or min(map(len, groups)) < 2:
        return nan, nan
    rng = np.random.default_rng(seed)
    means = np.stack(
        [group[rng.integers(len(group), size=(_PERMUTATIONS, len(group)))].mean(axis=1) for group in groups]
    )
    observed = [float(group.mean()) for group in groups]
    tails = np.quantile(means.max(axis=0) - means.min(axis=0), [(1 + level) / 2, (1 - level) / 2])
    low, high = (max(2 * (max(observed) - min(observed)) - float(tail), 0.0) for tail in tails)
    return min(gap, low), max(gap, high)


def _largest_gap(x: Floats, code: Ints, count: int, seed: int) -> tuple[float, float]:
    if count < 2:
        return nan, nan
    rng = np.random.default_rng(seed)

    def gap(values: Floats, groups: Ints) -> float:
        sizes = np.bincount(groups, minlength=count)
        means = np.bincount(groups, weights=values, minlength=count)[sizes > 0] / sizes[sizes > 0]
        return float(means.max() - means.min())

    some = rng.permutation(len(x))[:_MOST_ROWS]
    observed = gap(x[some], code[some])
    larger = sum(gap(rng.permutation(x[some]), code[some]) >= observed - 1e-12 for _ in range(_PERMUTATIONS))
    return gap(x, code), (1 + larger) / (1 + _PERMUTATIONS)
