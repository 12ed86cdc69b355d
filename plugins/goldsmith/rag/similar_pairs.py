"""Which vectors point the same way."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldsmith.errors import InputError

__all__ = ["nearest", "similar_pairs", "unit_vectors"]

_BLOCK = 1024  # rows compared at once
_ROUNDING = 1e-6


def unit_vectors(vectors: ArrayLike) -> NDArray[np.float32]:
    """Return the vectors [n, d] with length 1; a vector of zeros stays one, and is similar to none.

    Raises:
        InputError: they are not [n, d] finite numbers.
    """
    given: NDArray[Any] = np.asarray(vectors, np.float32)
    if not given.size:
        return np.zeros((len(given), 1), np.float32)
    if given.ndim != 2 or not np.isfinite(given).all():
        raise InputError(
            f"embeddings must be finite numbers [n, d], got an array of shape {list(given.shape)}"
        )
    lengths = np.linalg.norm(given, axis=1, keepdims=True)
    return np.asarray(given / np.where(lengths > 0, lengths, 1), np.float32)


def nearest(unit: NDArray[np.float32], k: int) -> list[list[tuple[int, float]]]:
    """Return for each vector of length 1 the `k` others with the highest cosine, best first, [n][up to k].

    >>> nearest(unit_vectors([[1, 0], [3, 4], [0, 1]]), 1)
    [[(1, 0.6000000238418579)], [(2, 0.800000011920929)], [(1, 0.800000011920929)]]
    """
    k = min(k, len(unit) - 1)
    if k < 1:
        return [[] for _ in unit]
    found = []
    for begin in range(0, len(unit), _BLOCK):
        cosines = unit[begin : begin + _BLOCK] @ unit.T
        rows = np.arange(len(cosines))
        cosines[rows, begin + rows] = -np.inf  # none is its own neighbour
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        found += [
            [(int(other), float(cosine)) for other, cosine in zip(others, cosines[row, others], strict=True)]
            for row, others in enumerate(best)
        ]
    return found


def similar_pairs(unit: NDArray[np.float32], threshold: float, k: int) -> dict[tuple[int, int], float]:
    """Return the pairs whose cosine reaches `threshold`, of each vector those with its `k` nearest, and the cosine.

    >>> pairs = similar_pairs(unit_vectors([[1, 0], [3, 4], [0, 1]]), 0.7, 10)
    >>> {pair: round(cosine, 3) for pair, cosine in pairs.items()}
    {(1, 2): 0.8}
    """
    return {
        (min(row, other), max(row, other)): min(cosine, 1.0)
        for row, others in enumerate(nearest(unit, k))
        for other, cosine in others
        if cosine >= threshold - _ROUNDING
    }
