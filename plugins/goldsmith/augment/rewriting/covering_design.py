"""Combinations of attributes in which every two values meet about equally often."""

import random
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from goldsmith.augment.seeded import seeded
from goldsmith.errors import InputError

__all__ = ["covering_design"]

_TRIES = 12  # ways to complete a row, of which the best is taken


def covering_design(
    dimensions: Mapping[str, Sequence[str]], rows: int | None = None, *, seed: int = 0
) -> list[dict[str, str]]:
    """Return combinations of one value per dimension, so that any two values of different dimensions meet as evenly as can be.

    A greedy pairwise covering array (strength 2; as in Cohen et al. 1997, The AETG System, section 4): each row begins with one of the
    pairs met least so far, and is completed in the way, of 12 drawn, that meets the least met pairs; a pair counts by how often
    pairs of its two dimensions meet on average. So every row meets a pair that no row before it did, until all have met, and a design
    cut anywhere is about as even as one of that length. It is greedy: the smallest array may be shorter.

    Args:
        dimensions: name -> its values, at least one each.
        rows: how many combinations; None: until every two values have met.
        seed: of the draws.

    Raises:
        InputError: a dimension has no value or one twice, or `rows` is negative.

    >>> for row in covering_design({"length": ["short", "long"], "tone": ["dry", "warm"]}, 4):
    ...     print(*row.values())
    short dry
    short warm
    long dry
    long warm
    """
    _check(dimensions, rows)
    values = [list(of) for of in dimensions.values()]
    design = _Design([len(of) for of in values], seeded(seed, *dimensions))
    found: list[list[int]] = []
    while len(found) < rows if rows is not None else not design.complete:
        found.append(design.next_row())
    return [{name: of[at] for name, of, at in zip(dimensions, values, row, strict=True)} for row in found]


def _check(dimensions: Mapping[str, Sequence[str]], rows: int | None) -> None:
    for name, of in dimensions.items():
        if isinstance(of, str) or not of or len(set(of)) < len(of):
            raise InputError(f"the dimension {name!r} must have different values, at least one, got {of!r}")
    if rows is not None and rows < 0:
        raise InputError(f"rows must be at least 0, got {rows}")


class _Design:
    """What has met so far."""

    def __init__(self, sizes: list[int], rng: random.Random) -> None:
        self._sizes, self._rng = sizes, rng
        self._alone = [np.zeros(size, np.int64) for size in sizes]
        self._met: dict[tuple[int, int], npt.NDArray[np.int64]] = {
            (i, j): np.zeros((sizes[i], sizes[j]), np.int64) for i, j in combinations(range(len(sizes)), 2)
        }

    @property
    def complete(self) -> bool:
        """Whether every two values have met, or every value was there where there is but one dimension."""
        return all(bool(counts.all()) for counts in (*self._alone, *self._met.values()))

    def next_row(self) -> list[int]:
        start = self._least_met()
        best = min((self._completed(start) for _ in range(_TRIES)), key=lambda one: one[0])[1]
        row = [best[dimension] for dimension in range(len(self._sizes))]
        for dimension, value in enumerate(row):
            self._alone[dimension][value] += 1
        for (i, j), counts in self._met.items():
            counts[row[i], row[j]] += 1
        return row

    def _least_met(self) -> dict[int, int]:
        if not self._met:
            return {}
        least = min(int(counts.min()) * counts.size for counts in self._met.values())
        pairs = [
            (i, j, a, b)
            for (i, j), counts in self._met.items()
            for a, b in np.argwhere(counts * counts.size == least).tolist()
        ]
        i, j, a, b = self._rng.choice(pairs)
        return {i: a, j: b}

    def _completed(self, start: dict[int, int]) -> tuple[float, dict[int, int]]:
        row, cost = dict(start), 0.0
        rest = [dimension for dimension in range(len(self._sizes)) if dimension not in row]
        self._rng.shuffle(rest)
        for dimension in rest:
            costs = self._costs(dimension, row)
            ties = self._alone[dimension] / (1 + self._alone[dimension].sum())
            least = np.flatnonzero(np.isclose(costs + ties, (costs + ties).min()))
            row[dimension] = self._rng.choice(least.tolist())
            cost += float(costs[row[dimension]])
        return cost, row

    def _costs(self, dimension: int, row: dict[int, int]) -> npt.NDArray[np.float64]:
        """Return for each value how much more uneven its pairs with the row would be: the sum of squares grows by 2c + 1."""
        total = np.zeros(self._sizes[dimension])
        for other, value in row.items():
            first, second = sorted((dimension, other))
            counts = self._met[first, second]
            met = counts[:, value] if first == dimension else counts[value]
            total += (2 * met + 1) * counts.size
        return total
