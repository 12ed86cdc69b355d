"""Vectors of texts, checked and of length 1."""

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["Vectors", "unit_vectors"]

Vectors = npt.NDArray[np.float64]


def unit_vectors(vectors: npt.ArrayLike, rows: int | None = None, name: str = "vectors") -> Vectors:
    """Return [n, d] vectors scaled to length 1; one of zeros, which says nothing about its text, stays.

    Raises:
        InputError: they are not [n, d] finite numbers, or not one for each of `rows`.

    >>> unit_vectors([[3, 4], [0, 0]]).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    try:
        given = np.asarray(vectors, np.float64)
    except (TypeError, ValueError) as err:
        raise InputError(f"{name} must be [n, d] numbers: {err}") from err
    if given.ndim != 2 and not given.size:
        given = given.reshape(len(given), 0)
    if given.ndim != 2 or not np.isfinite(given).all() or (rows is not None and len(given) != rows):
        wanted = "n" if rows is None else str(rows)
        raise InputError(
            f"{name} must be [{wanted}, d] finite numbers, got an array of shape {list(given.shape)}"
        )
    largest = np.abs(given).max(axis=1, keepdims=True, initial=0)
    scaled = given / np.where(largest > 0, largest, 1)
    lengths = np.linalg.norm(scaled, axis=1, keepdims=True)
    unit: Vectors = scaled / np.where(lengths > 0, lengths, 1)
    return unit
