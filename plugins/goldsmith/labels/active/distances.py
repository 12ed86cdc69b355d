"""Squared distances, for dense and sparse vectors alike."""

from typing import Any

import numpy as np

from goldsmith.labels.active.pool import Floats, Ints

__all__ = ["products_with", "squared_norms", "squared_to"]


def squared_norms(X: Any) -> Floats:
    """Return the squared length of each row, [n]."""
    squares = X.multiply(X).sum(axis=1) if hasattr(X, "multiply") else (X**2).sum(axis=1)
    return np.asarray(squares, dtype=np.float64).ravel()


def products_with(X: Any, rows: Ints) -> Floats:
    """Return the dot product of each row of `X` with each of `rows`, [n, r]."""
    products = X @ X[rows].T
    dense = products.toarray() if hasattr(products, "toarray") else products
    return np.asarray(dense, dtype=np.float64)


def squared_to(X: Any, norms: Floats, rows: Ints) -> Floats:
    """Return the squared distance of each row of `X` to each of `rows`, [n, r], never below 0."""
    return np.maximum(norms[:, None] + norms[rows] - 2 * products_with(X, rows), 0)
