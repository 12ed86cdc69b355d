"""Clusters of rows."""

import warnings
from typing import Any

import numpy as np

from goldsmith.extras import require
from goldsmith.labels.active.pool import Floats, Ints
from goldsmith.one_thread import one_thread

__all__ = ["centres", "members"]

_FEW = 50  # more clusters are found on samples of rows, as in TypiClust's code
_SAMPLE = 5000


def members(X: Any, count: int, seed: int) -> tuple[Ints, Floats]:
    """Return the cluster of each row and its distance to the cluster's centre, [n] both; equal rows can leave clusters empty.

    K-means from k-means++ (Arthur and Vassilvitskii 2007), on samples of 5,000 rows where more than 50 clusters are wanted.

    Args:
        X: vectors, [n, d], dense or sparse.
        count: clusters, at most n.
        seed: of the first centres.
    """
    cluster = require("sklearn.cluster", extra="labels")
    settings: dict[str, Any] = {"n_clusters": count, "n_init": 1, "random_state": seed}
    found = (
        cluster.KMeans(**settings)
        if count <= _FEW
        else cluster.MiniBatchKMeans(batch_size=_SAMPLE, **settings)
    )
    with one_thread("labels", library="openmp"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that equal rows make fewer clusters is no news here
        member = found.fit_predict(X).astype(np.intp)
    return member, found.transform(X)[np.arange(len(member)), member]


def centres(X: Any, count: int, seed: int) -> Ints:
    """Return the row nearest to the centre of each of `count` clusters, the largest cluster first.

    Where rows are equal there can be fewer clusters: other rows, in their order, fill up.
    """
    if count >= X.shape[0]:
        return np.arange(X.shape[0])
    member, away = members(X, count, seed)
    order = np.lexsort((away, member))
    _, first, sizes = np.unique(member[order], return_index=True, return_counts=True)
    nearest = order[first][np.argsort(-sizes, kind="stable")]
    others = np.setdiff1d(np.arange(len(member)), nearest)
    return np.asarray(np.concatenate([nearest, others])[:count], dtype=np.intp)
