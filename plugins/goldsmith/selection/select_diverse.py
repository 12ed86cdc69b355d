"""The best rows first, without those too near one already chosen."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldsmith.dedup.unit_vectors import unit_vectors
from goldsmith.errors import InputError

__all__ = ["Selection", "select_diverse"]

_ROUNDING = 1e-6  # of cosines of float32


@dataclass(frozen=True)
class Selection:
    """Which rows were chosen, and why the others were not.

    Attributes:
        chosen: the numbers of the rows, in the order in which they were chosen.
        similar_to: for each row the chosen row it is too near to, -1 for none, [n].
        similarity: their cosine, NaN for none, [n].
    """

    chosen: NDArray[np.int64]
    similar_to: NDArray[np.int64]
    similarity: NDArray[np.float64]


def select_diverse(
    scores: ArrayLike,
    vectors: ArrayLike | None = None,
    *,
    budget: int,
    most_similar: float = 0.9,
    groups: Sequence[Hashable] | None = None,
) -> Selection:
    """Choose up to `budget` rows as DEITA does (Liu et al. 2024, "What Makes Good Data for Alignment?", section 2.4).

    Rows are gone through from the highest score down, equal ones in their order; DEITA's score is the product of quality and complexity.
    A row is chosen unless its cosine with a row already chosen is above `most_similar`: the paper's threshold 0.9 for its nearest
    neighbour, which in the authors' code is a cosine, not one minus it. It stops when the budget is full.

    With `groups` each next row comes from the group that has the fewest chosen so far and has rows left, the earlier group first: groups get
    equal shares, and what a small one cannot fill goes to the others. For a random balanced sample give random scores and no vectors.

    It takes O(n * budget * d) time, and memory for the chosen vectors beside those given.

    Args:
        scores: of the rows, [n]; a row with NaN is never chosen.
        vectors: of the rows, [n, d]; a vector of zeros is near none. None: no row is too near another.
        budget: the most rows to choose, >= 0.
        most_similar: the largest cosine with a chosen row, in [-1, 1].
        groups: of the rows, as a language or topic, [n].

    >>> select_diverse([0.9, 0.8, 0.7], [[1, 0], [1, 0.1], [0, 1]], budget=2).chosen.tolist()
    [0, 2]
    >>> select_diverse([9, 8, 7, 6], budget=3, groups=["en", "en", "en", "de"]).chosen.tolist()
    [0, 3, 1]

    Raises:
        InputError: shapes do not fit, or a bound makes no sense.
    """
    worth = np.asarray(scores, dtype=np.float64)
    n = len(worth) if worth.ndim == 1 else -1
    unit = None if vectors is None else unit_vectors(vectors)
    if unit is not None and len(unit) != n:
        raise InputError(f"expected a vector for each of {n} scores, got {len(unit)}")
    if n < 0 or budget < 0 or not -1 <= most_similar <= 1 or (groups is not None and len(groups) != n):
        raise InputError(
            f"expected scores [n], a group for each, budget >= 0 and most_similar in [-1, 1]; got scores of shape"
            f" {worth.shape}, {None if groups is None else len(groups)} groups, {budget}, {most_similar}"
        )
    chosen: list[int] = []
    similar_to, similarity = np.full(n, -1, dtype=np.int64), np.full(n, np.nan)
    kept = np.empty((0, 0) if unit is None else (min(budget, n), unit.shape[1]))
    queues = _queues(worth, groups)
    counts = dict.fromkeys(queues, 0)
    while queues and len(chosen) < budget:
        group = min(queues, key=counts.__getitem__)
        row = queues[group].pop()
        if not queues[group]:
            del queues[group]
        if unit is not None and chosen:
            cosines = kept[: len(chosen)] @ unit[row]
            if cosines.max() > most_similar + _ROUNDING:
                similar_to[row], similarity[row] = chosen[int(cosines.argmax())], cosines.max()
                continue
        if unit is not None:
            kept[len(chosen)] = unit[row]
        chosen.append(row)
        counts[group] += 1
    return Selection(np.array(chosen, dtype=np.int64), similar_to, similarity)


def _queues(worth: NDArray[np.float64], groups: Sequence[Hashable] | None) -> dict[Hashable, list[int]]:
    """Return each group's rows, the best last; the groups in the order in which they first appear."""
    queues: dict[Hashable, list[int]] = {}
    for group in [None] if groups is None else groups:
        queues.setdefault(group, [])
    for row in np.argsort(-worth, kind="stable")[::-1].tolist():
        if not np.isnan(worth[row]):
            queues[None if groups is None else groups[row]].append(row)
    return {group: rows for group, rows in queues.items() if rows}
