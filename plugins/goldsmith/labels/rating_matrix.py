"""The ratings of several raters as a matrix of numbers."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["Floats", "rating_matrix"]

Floats: TypeAlias = npt.NDArray[np.float64]


def rating_matrix(ratings: npt.ArrayLike) -> Floats:
    """Return ratings as floats, [n_raters, n_units], NaN where a rater did not rate a unit.

    Raises:
        InputError: not a matrix of numbers.

    >>> rating_matrix([[1, 2], [2, float("nan")]]).tolist()
    [[1.0, 2.0], [2.0, nan]]
    """
    try:
        matrix = np.asarray(ratings, dtype=np.float64)
    except (TypeError, ValueError) as err:
        raise InputError(
            "ratings must be numbers, with NaN for missing: encode labels as integers first"
        ) from err
    if matrix.ndim != 2:
        raise InputError(f"ratings must be [n_raters, n_units], got {matrix.ndim} dimension(s)")
    return matrix
