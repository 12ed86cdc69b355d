"""Which of similar things stay, and which of those stands for each other one."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["leaders"]


def leaders(
    ranks: NDArray[np.int64], edges: NDArray[np.int64], similarity: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each node the node that stands for it, itself if it stays, [n]; and their similarity, 1 to itself, [n].

    In the order of `ranks` a node stays unless one that stays is its neighbour already: the greedy maximal independent
    set. A node that does not stay is stood for by the most similar of those neighbours, the better ranked of equals.

    Args:
        ranks: [n] all different; the lowest is looked at first.
        edges: [e, 2] neighbours.
        similarity: [e] how similar.

    In the chain 0 - 1 - 2 the ends are not neighbours, so both stay:

    >>> leaders(np.array([0, 1, 2]), np.array([[0, 1], [1, 2]]), np.array([0.6, 0.9]))[0].tolist()
    [0, 0, 2]
    """
    swapped = ranks[edges[:, 0]] > ranks[edges[:, 1]]
    better, worse = np.where(swapped, edges[:, 1], edges[:, 0]), np.where(swapped, edges[:, 0], edges[:, 1])
    order = np.argsort(ranks[worse], kind="stable")  # a node's own fate is known before it decides others'
    better, worse, similarity = better[order], worse[order], similarity[order]
    leads = np.zeros(len(edges), np.bool_)
    stays = bytearray(b"\1") * len(ranks)
    for edge, (one, other) in enumerate(zip(better.tolist(), worse.tolist(), strict=True)):
        if stays[one]:
            stays[other] = 0
            leads[edge] = True
    better, worse, similarity = better[leads], worse[leads], similarity[leads]
    order = np.lexsort((-ranks[better], similarity))  # the last write wins
    leader, how = np.arange(len(ranks)), np.ones(len(ranks))
    leader[worse[order]], how[worse[order]] = better[order], similarity[order]
    return leader, how
