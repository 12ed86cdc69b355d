"""Which of similar things stay, and which of those stands for each other one."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Leaders", "leaders"]

Nodes = NDArray[np.int64]
Similarities = NDArray[np.float64]

_ROUNDS = 128  # leaders of a cluster that all of the cluster are compared with


class Leaders(NamedTuple):
    """For each node the node that stands for it, itself if it stays, [n]; and their similarity, 1 to itself, [n]."""

    nodes: Nodes
    similarity: Similarities


def leaders(
    clusters: Nodes,
    ranks: Nodes,
    compare: Callable[[Nodes, Nodes], Similarities],
    threshold: float,
) -> Leaders:
    """Return who stands for whom: the best node of a cluster stays and leads all that are similar enough to it, the best
    of the rest stays, and so on (leader clustering, Hartigan 1975, chapter 3).

    So each node is similar enough to its leader, and no two leaders of a cluster are similar enough: but for a cluster of
    more than 128 leaders, whose nodes are compared with the first 128 of them; those that none of these leads all stay.

    Args:
        clusters: [n] the cluster of each node.
        ranks: [n] all different; the lowest is best.
        compare: gives the similarities [p] of nodes [p] and others [p] of the same clusters.
        threshold: the similarity that is enough.

    In the chain 0.0 - 0.4 - 0.8 the ends are too far from each other, so both stay:

    >>> at = np.array([0.0, 0.4, 0.8])
    >>> chain = np.zeros(3, np.int64)
    >>> leaders(chain, np.arange(3), lambda one, other: 1 - abs(at[one] - at[other]), threshold=0.5).nodes.tolist()
    [0, 0, 2]
    """
    leader, similarity = np.arange(len(clusters)), np.ones(len(clusters))
    waiting = np.lexsort((ranks, clusters))
    for _ in range(_ROUNDS):
        first = np.ones(len(waiting), np.bool_)
        first[1:] = clusters[waiting[1:]] != clusters[waiting[:-1]]
        if first.all():
            break
        chosen = waiting[first][np.cumsum(first) - 1][~first]
        waiting = waiting[~first]
        found = compare(waiting, chosen)
        led = found >= threshold
        leader[waiting[led]], similarity[waiting[led]] = chosen[led], found[led]
        waiting = waiting[~led]
    return Leaders(leader, similarity)
