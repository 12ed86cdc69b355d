"""How far apart texts are in meaning."""

from math import nan

import numpy as np
import numpy.typing as npt

from goldsmith.quality.vectors import unit_vectors

__all__ = ["embedding_spread", "nearest_distances"]


def embedding_spread(vectors: npt.ArrayLike) -> float:
    """Return the mean cosine distance of two different rows, in [0, 2]: 0 when all point the same way.

    1 - (|sum of unit vectors|^2 - n) / (n (n - 1)), which is the mean over all pairs without going through them. NaN below two
    rows. A vector of zeros is left out.

    >>> round(embedding_spread([[1, 0], [0, 1], [1, 0]]), 6)  # distances 1, 0, 1
    0.666667
    """
    unit = unit_vectors(vectors)
    unit = unit[unit.any(axis=1)]
    n = len(unit)
    if n < 2:
        return nan
    total = unit.sum(axis=0)
    return float(1 - (total @ total - n) / (n * (n - 1)))


def nearest_distances(cosines: npt.NDArray[np.float64], rows: npt.NDArray[np.bool_]) -> float:
    """Return the mean cosine distance of each marked row to the nearest other marked one (the Chamfer distance), in [0, 2].

    Cox et al. 2021, "Directed Diversity" (CHI). It sees copies that the mean over all pairs hardly does.

    Args:
        cosines: [n, n], of a sample, as this is quadratic.
        rows: [n].

    >>> nearest_distances(np.array([[1, 0.5], [0.5, 1]]), np.array([True, True]))
    0.5
    """
    if rows.sum() < 2:
        return nan
    some = cosines[np.ix_(rows, rows)].copy()
    np.fill_diagonal(some, -np.inf)
    return float(np.mean(1 - some.max(axis=1)))
