"""Rows that would change the model much, and each in another direction."""

import numpy as np

from goldsmith.labels.active.distances import products_with, squared_norms
from goldsmith.labels.active.pool import Ints, Pool

__all__ = ["badge"]


def badge(pool: Pool, count: int) -> Ints:
    """Return rows by k-means++ over the gradients that the last layer would have if the model's own label were right.

    Ash et al. 2020, "Deep Batch Active Learning by Diverse, Uncertain Gradient Lower Bounds" (BADGE), algorithm 1: the
    gradient of row i is g_i = (p_i - onehot(argmax p_i)) outer x_i; the first row is drawn evenly, each further one with
    a probability proportional to the squared distance to the nearest chosen one. The [n, k d] gradients are never made:
    products of two of them are products of their factors. Where all distances are 0, rows are drawn evenly. The authors'
    code begins with the longest gradient; this follows the paper.
    """
    p, X = pool.probabilities, pool.vectors
    residual = p.copy()
    residual[np.arange(len(p)), p.argmax(axis=1)] -= 1
    norms = squared_norms(residual) * squared_norms(X)
    near = np.full(len(p), np.inf)
    free = np.ones(len(p), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < count:
        weight = np.where(free, near if chosen else 1.0, 0)
        total = weight.sum()
        even = free / free.sum()
        row = int(pool.rng.choice(len(p), p=weight / total if total > 0 else even))
        chosen.append(row)
        free[row] = False
        product = (residual @ residual[row]) * products_with(X, np.array([row]))[:, 0]
        near = np.minimum(near, np.maximum(norms + norms[row] - 2 * product, 0))
    return pool.rows[chosen]
