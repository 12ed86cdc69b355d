"""The rows that the model is least sure of, one by one."""

import numpy as np

from goldsmith.labels.active.pool import Floats, Ints, Pool

__all__ = ["entropy", "least_confidence", "margin"]


def least_confidence(pool: Pool, count: int) -> Ints:
    """Return the rows whose likeliest class is least likely (Lewis and Gale 1994; Settles 2009, section 3.1)."""
    return _lowest(pool, pool.probabilities.max(axis=1), count)


def margin(pool: Pool, count: int) -> Ints:
    """Return the rows where the two likeliest classes are closest (Scheffer et al. 2001; Settles 2009, section 3.1)."""
    return _lowest(pool, pool.margin, count)


def entropy(pool: Pool, count: int) -> Ints:
    """Return the rows whose classes have the highest entropy (Shannon 1948; Settles 2009, section 3.1)."""
    p = pool.probabilities
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return _lowest(pool, (p * logs).sum(axis=1), count)


def _lowest(pool: Pool, score: Floats, count: int) -> Ints:
    """Return the rows with the lowest score; ties, in all but the last digits, in random order."""
    order = np.lexsort((pool.rng.random(len(score)), score.round(12)))
    return np.asarray(pool.rows[order[:count]])
