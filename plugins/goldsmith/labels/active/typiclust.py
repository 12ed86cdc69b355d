"""Typical rows of parts of the data where none is labelled yet."""

from typing import Any

import numpy as np

from goldsmith.extras import require
from goldsmith.labels.active.k_means import members
from goldsmith.labels.active.pool import Floats, Ints, Pool
from goldsmith.one_thread import one_thread

__all__ = ["typiclust"]

_NEIGHBOURS = 20
_MOST_CLUSTERS = 500
_SMALLEST = 5
_CLOSE = 1e-5


def typiclust(pool: Pool, count: int) -> Ints:
    """Return the most typical row of each cluster, clusters with the fewest labels and then the largest first.

    Hacohen, Dekel and Weinshall 2022, "Active Learning on a Budget: Opposite Strategies Suit High and Low Budgets",
    made for the first labels, without a model. All rows are clustered into as many clusters as there are
    labelled rows and wanted ones, at most 500; clusters of 5 rows or fewer are left out (unless all are so small);
    typicality is 1 / the mean distance to the 20 nearest neighbours in the cluster, or half of it where it is small. As
    in the authors' code clusters come round again when there are fewer than rows wanted, and a cluster that has no row
    left is passed over.
    """
    X = pool.all_vectors
    wanted = min(int(pool.labelled.sum()) + count, _MOST_CLUSTERS, X.shape[0])
    member, _ = members(X, wanted, pool.seed)
    sizes = np.bincount(member, minlength=wanted)
    known = np.bincount(member[pool.labelled], minlength=wanted)
    eligible = np.flatnonzero(sizes > (_SMALLEST if sizes.max() > _SMALLEST else 0))
    order = eligible[np.lexsort((-sizes[eligible], known[eligible]))]
    free = ~pool.labelled
    chosen: list[int] = []
    while len(chosen) < count:
        before = len(chosen)
        for cluster in order[: count - len(chosen)]:
            left = np.flatnonzero((member == cluster) & free)
            if len(left):
                row = int(left[_typicality(X[left]).argmax()])
                chosen.append(row)
                free[row] = False
        if len(chosen) == before:
            order = np.arange(wanted)  # only rows of the smallest clusters are left
    return np.array(chosen, dtype=np.intp)


def _typicality(X: Any) -> Floats:
    """Return how dense it is around each row, [n]."""
    neighbours = min(_NEIGHBOURS, X.shape[0] // 2)
    if not neighbours:
        return np.ones(X.shape[0])
    found = require("sklearn.neighbors", extra="labels").NearestNeighbors(n_neighbors=neighbours).fit(X)
    with one_thread("labels", library="openmp"):
        away, _ = found.kneighbors()
    return np.asarray(1 / (away.mean(axis=1) + _CLOSE))
