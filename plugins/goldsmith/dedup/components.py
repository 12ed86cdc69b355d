"""Connected components."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["components"]


def components(count: int, edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a [count] array: the smallest node that each node is connected to by `edges` [e, 2].

    Roots hook onto smaller neighbouring roots, then every node looks up its root, until no edge joins two roots
    (Shiloach and Vishkin 1982): a few rounds of array operations in practice.

    >>> components(5, np.array([[3, 1], [4, 3]])).tolist()
    [0, 1, 2, 1, 1]
    """
    roots: NDArray[np.int64] = np.arange(count)
    while True:
        ends = roots[edges]
        ends = ends[ends[:, 0] != ends[:, 1]]
        if not len(ends):
            return roots
        np.minimum.at(roots, ends.max(axis=1), ends.min(axis=1))
        roots = _settled(roots)


def _settled(roots: NDArray[np.int64]) -> NDArray[np.int64]:
    while not np.array_equal(above := roots[roots], roots):
        roots = above
    return roots
