"""Rows the model is unsure of, but not the same row again and again."""

import numpy as np

from goldsmith.labels.active.k_means import centres
from goldsmith.labels.active.pool import Ints, Pool

__all__ = ["margin_clusters"]

_WIDER = 10  # beta of the paper


def margin_clusters(pool: Pool, count: int) -> Ints:
    """Return the rows at the centres of `count` clusters among the 10 times as many rows with the smallest margins.

    Zhdanov 2019, "Diverse mini-batch Active Learning": beta = 10 times as many of the most informative rows as
    are wanted are clustered into as many clusters as rows are wanted, and of each cluster the row nearest to its centre
    is taken. K-means is the plain one; the paper also weighs rows by how informative they are. As long as no row is
    labelled there is no
    margin: all rows are clustered, and their centres are the seed of the learning.
    """
    if pool.given_probabilities is None and not pool.labelled.any():
        return pool.rows[centres(pool.vectors, count, pool.seed)]
    order = np.lexsort((pool.rng.random(len(pool.rows)), pool.margin.round(12)))
    unsure = order[: _WIDER * count]
    return np.asarray(pool.rows[unsure[centres(pool.vectors[unsure], count, pool.seed)]])
