"""Vectors of texts, checked and of length 1, as a search compares them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldsmith.errors import InputError

__all__ = ["ROUNDING", "Vectors", "unit_vectors"]

Vectors = NDArray[np.float32]
ROUNDING = 1e-6  # of a cosine of two of them


def unit_vectors(vectors: ArrayLike) -> Vectors:
    """Return [n, d] vectors of float32 scaled to length 1; one of zeros, which is similar to none, stays.

    Raises:
        InputError: they are not [n, d] finite numbers.

    >>> unit_vectors([[3, 4], [0, 0]]).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    try:
        given = np.asarray(vectors, np.float32)
    except (TypeError, ValueError) as err:
        raise InputError(f"vectors must be [n, d] numbers: {err}") from err
    if given.ndim != 2 and given.size:
        raise InputError(f"vectors must be [n, d], got an array of shape {list(given.shape)}")
    if not given.size:
        return np.zeros((len(given), 1), np.float32)
    if not np.isfinite(given).all():
        bad = int(np.flatnonzero(~np.isfinite(given).all(axis=1))[0])
        raise InputError(f"vectors must be finite numbers, row {bad} is not")
    largest = np.abs(given).max(axis=1, keepdims=True)
    scaled = given / np.where(largest > 0, largest, 1)  # whose squares neither overflow nor vanish
    lengths = np.linalg.norm(scaled, axis=1, keepdims=True)
    return np.asarray(scaled / np.where(lengths > 0, lengths, 1), np.float32)
