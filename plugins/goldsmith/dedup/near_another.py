"""Which vectors have another one near them at all."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldsmith.dedup.unit_vectors import ROUNDING, unit_vectors
from goldsmith.dedup.vector_cells import VectorCells, cells_for, spherical_k_means
from goldsmith.errors import InputError
from goldsmith.one_thread import one_thread

__all__ = ["near_another"]

_BLOCK = 2048  # rows looked up at once


def near_another(
    vectors: ArrayLike, threshold: float, *, probes: int = 4, seed: int = 0
) -> NDArray[np.bool_]:
    """Return [n] whether the cosine with any other vector reaches `threshold`.

    What has none near it by cheap vectors need not be embedded by dear ones. In cells as in `goldsmith.dedup.paraphrases`, so a
    neighbour in a far cell is missed.

    Args:
        vectors: [n, d], of any length; a vector of zeros is near none.
        threshold: in (0, 1].
        probes: cells that are searched.
        seed: of the sample that the cells are learned from.

    Raises:
        InputError: an option is out of bounds, or the vectors are not [n, d] finite numbers.
        MissingExtraError: threadpoolctl is not installed.

    >>> near_another([[1, 0], [1, 0.1], [0, 1]], 0.9).tolist()
    [True, True, False]
    """
    if not 0 < threshold <= 1 or probes < 1:
        raise InputError(f"threshold must be in (0, 1] and probes at least 1, got {threshold} and {probes}")
    unit = unit_vectors(vectors)
    near = np.zeros(len(unit), np.bool_)
    if not len(unit):
        return near
    with one_thread("dedup"):
        index = VectorCells(spherical_k_means(unit, cells_for(len(unit)), seed), probes)
        cells = index.cells(unit)
        index.add(unit, np.arange(len(unit)), cells[:, 0])
        for begin in range(0, len(unit), _BLOCK):
            for row, names, _ in index.near(
                unit[begin : begin + _BLOCK], cells[begin : begin + _BLOCK], threshold - ROUNDING
            ):
                near[begin + row] |= bool((names != begin + row).any())
    return near
