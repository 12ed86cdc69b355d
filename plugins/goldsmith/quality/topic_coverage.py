"""Which of the topics that should be there are there, and how evenly."""

from collections.abc import Collection, Hashable, Sequence
from math import nan

import numpy as np
import numpy.typing as npt

from goldsmith.extras import require
from goldsmith.quality.vectors import Vectors, unit_vectors

__all__ = ["cells", "topic_coverage", "topic_evenness"]


def topic_coverage(topics: Sequence[Hashable], wanted: Collection[Hashable] | None = None) -> float:
    """Return the share of the wanted topics that have at least one row, in [0, 1]; NaN if none is wanted.

    >>> topic_coverage(["law", "law", "art"], wanted=["law", "art", "food", "sport"])
    0.5
    """
    known = set(topics) if wanted is None else set(wanted)
    return len(known & set(topics)) / len(known) if known else nan


def topic_evenness(topics: Sequence[Hashable], wanted: Collection[Hashable] | None = None) -> float:
    """Return exp(entropy of the topics' shares) over the number of wanted ones, in [0, 1]: 1 when all are as frequent.

    The effective number of topics (Hill 1973, order 1) as a share. Rows of other topics are left out. NaN without a row.

    >>> round(topic_evenness(["law", "law", "art", "art"], wanted=["law", "art", "food", "sport"]), 6)
    0.5
    """
    known = list(dict.fromkeys(topics)) if wanted is None else list(dict.fromkeys(wanted))
    place = {topic: index for index, topic in enumerate(known)}
    found = [place[topic] for topic in topics if topic in place]
    if not found:
        return nan
    shares = np.bincount(found) / len(found)
    shares = shares[shares > 0]
    return float(np.exp(-(shares * np.log(shares)).sum()) / len(known))


def cells(
    vectors: npt.ArrayLike, others: npt.ArrayLike, count: int, seed: int = 0
) -> tuple[list[int], list[int]]:
    """Return the k-means cell of each row of `vectors` and of `others`; the cells are made from `vectors` alone.

    So what is human can say which topics there are, and what is made be looked up among them.

    Raises:
        InputError: the vectors are not [n, d] finite numbers.
        MissingExtraError: scikit-learn is not installed.

    >>> cells([[1, 0], [0, 1]], [[3, 0.1]], count=2)[1] in ([0], [1])
    True
    """
    made, asked = unit_vectors(vectors), unit_vectors(others)
    centres, found = _k_means(made, count, seed)
    return found, np.argmin(_squared(asked, centres), axis=1).tolist() if len(asked) else []


def _k_means(unit: Vectors, count: int, seed: int) -> tuple[Vectors, list[int]]:
    k_means = require("sklearn.cluster", extra="quality").KMeans
    different = len(np.unique(unit, axis=0))
    found = k_means(n_clusters=max(1, min(count, different)), n_init=4, random_state=seed).fit(unit)
    return found.cluster_centers_, found.labels_.tolist()


def _squared(unit: Vectors, centres: Vectors) -> Vectors:
    return np.asarray((centres**2).sum(axis=1)[None, :] - 2 * unit @ centres.T)
