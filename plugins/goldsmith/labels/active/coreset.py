"""Rows that leave none far from a labelled one."""

import numpy as np

from goldsmith.labels.active.distances import squared_norms, squared_to
from goldsmith.labels.active.pool import Ints, Pool

__all__ = ["coreset"]

_AT_ONCE = 64  # labelled rows whose distances are held in memory at a time


def coreset(pool: Pool, count: int) -> Ints:
    """Return rows by greedy k-centre: each is the one farthest from all labelled and chosen rows.

    Sener and Savarese 2018, "Active Learning for Convolutional Neural Networks: A Core-Set Approach", algorithm 1. Without a
    labelled row the first is the one nearest to the mean.
    """
    X = pool.all_vectors
    norms = squared_norms(X)
    near = np.full(len(norms), np.inf)
    labelled = np.flatnonzero(pool.labelled)
    for start in range(0, len(labelled), _AT_ONCE):
        near = np.minimum(near, squared_to(X, norms, labelled[start : start + _AT_ONCE]).min(axis=1))
    free = ~pool.labelled
    chosen: list[int] = []
    if not len(labelled):
        mean = np.asarray(X.mean(axis=0)).ravel()
        chosen.append(int((norms - 2 * np.asarray(X @ mean).ravel()).argmin()))
    while len(chosen) < count:
        if chosen:
            free[chosen[-1]] = False
            near = np.minimum(near, squared_to(X, norms, np.array(chosen[-1:]))[:, 0])
        chosen.append(int(np.where(free, near, -1).argmax()))
    return np.array(chosen, dtype=np.intp)
