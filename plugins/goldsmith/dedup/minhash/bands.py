"""How many bands of how many rows a MinHash signature is cut into."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["band_shape", "chance_found"]

_COST_OF_MISS = 0.99  # against 0.01 for a pair compared in vain: candidates are verified, misses are for good


def chance_found(similarity: float, bands: int, rows: int) -> float:
    """Return the chance that a pair of this Jaccard similarity agrees in at least one band: 1 - (1 - s^rows)^bands.

    Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4.2.

    >>> round(chance_found(0.6, bands=32, rows=4), 3)
    0.988
    """
    return float(_s_curve(np.array([similarity]), bands, rows)[0])


@cache
def band_shape(threshold: float, num_perm: int) -> tuple[int, int]:
    """Return (bands, rows), bands * rows <= num_perm, with the least weighted area of misses and vain comparisons.

    The areas are those of datasketch (Zhu et al. 2016, VLDB, section 5.1): under the S-curve left of the threshold, and
    over it on the right.

    >>> band_shape(0.6, 128), band_shape(0.7, 128)
    ((32, 4), (25, 5))
    """
    grid = np.arange(1001) / 1000
    below = grid < threshold
    shapes = [(bands, rows) for bands in range(1, num_perm + 1) for rows in range(1, num_perm // bands + 1)]
    return min(shapes, key=lambda shape: _cost(_s_curve(grid, *shape), below))


def _s_curve(similarity: NDArray[np.float64], bands: int, rows: int) -> NDArray[np.float64]:
    return 1.0 - (1.0 - similarity**rows) ** bands


def _cost(found: NDArray[np.float64], below: NDArray[np.bool_]) -> float:
    return float((1 - _COST_OF_MISS) * found[below].sum() + _COST_OF_MISS * (1 - found[~below]).sum())
