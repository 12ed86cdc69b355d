"""Which rows to label next."""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.active.badge import badge
from goldsmith.labels.active.coreset import coreset
from goldsmith.labels.active.margin_clusters import margin_clusters
from goldsmith.labels.active.pool import Floats, Ints, Pool
from goldsmith.labels.active.typiclust import typiclust
from goldsmith.labels.active.uncertainty import entropy, least_confidence, margin

__all__ = ["Strategy", "select"]

Strategy: TypeAlias = Literal[
    "margin_clusters", "least_confidence", "margin", "entropy", "coreset", "badge", "typiclust", "random"
]


def _random(pool: Pool, count: int) -> Ints:
    return pool.rng.permutation(pool.rows)[:count]


_STRATEGIES: dict[Strategy, Callable[[Pool, int], Ints]] = {
    "margin_clusters": margin_clusters,
    "least_confidence": least_confidence,
    "margin": margin,
    "entropy": entropy,
    "coreset": coreset,
    "badge": badge,
    "typiclust": typiclust,
    "random": _random,
}


def select(
    count: int,
    *,
    strategy: Strategy = "margin_clusters",
    probabilities: npt.ArrayLike | None = None,
    vectors: Any = None,
    labelled: npt.ArrayLike = (),
    seed: int = 0,
) -> Ints:
    """Return the rows to label next, best first, [count]; fewer where fewer are left.

    | strategy | takes | needs |
    |---|---|---|
    | `margin_clusters` | unsure rows, each of another kind; at first one of each kind | both; vectors at first |
    | `least_confidence`, `margin`, `entropy` | the least sure rows, which may be nearly the same | probabilities |
    | `coreset` | rows far from all labelled ones | vectors |
    | `badge` | rows that would change the model most, in different directions | both |
    | `typiclust` | typical rows of each kind, for the first few labels | vectors |
    | `random` | any | neither: it takes a number of rows from `probabilities` or `vectors` |

    The sources are named where each strategy is defined, in `goldsmith.labels.active`.

    Args:
        count: rows wanted, at least 0.
        strategy: how they are chosen.
        probabilities: of each class in each row by the model of the labelled rows, [n, k].
        vectors: of each row, [n, d], an array or a SciPy matrix: embeddings, or `text_vectors`.
        labelled: the rows that have a label already: their numbers, or a mask [n].
        seed: of what is random; the same input and seed give the same rows.

    Raises:
        InputError: what the strategy needs is missing, the lengths differ, a value is not finite or a row out of range.
        MissingExtraError: scikit-learn is not installed.

    >>> p = [[0.9, 0.1], [0.55, 0.45], [0.2, 0.8], [0.6, 0.4]]
    >>> select(2, strategy="margin", probabilities=p, labelled=[1]).tolist()
    [3, 2]
    >>> select(2, vectors=[[0.0], [0.2], [9.0], [9.1], [9.2]]).tolist()  # nothing labelled: one of each cluster
    [3, 1]
    """
    if strategy not in _STRATEGIES:
        raise InputError(f"strategy must be one of {', '.join(get_args(Strategy))}, got {strategy!r}")
    if count < 0:
        raise InputError(f"count must be at least 0, got {count}")
    p, X = _probabilities(probabilities), _vectors(vectors)
    sizes = {len(p)} if p is not None else set()
    sizes |= {X.shape[0]} if X is not None else set()
    if len(sizes) != 1:
        raise InputError("wanted probabilities [n, k] or vectors [n, d], or both for the same n rows")
    pool = Pool(_mask(labelled, sizes.pop()), p, X, np.random.default_rng(seed))
    wanted = min(count, len(pool.rows))
    return _STRATEGIES[strategy](pool, wanted) if wanted else np.empty(0, dtype=np.intp)


def _probabilities(given: npt.ArrayLike | None) -> Floats | None:
    if given is None:
        return None
    p = np.asarray(given, dtype=np.float64)
    if p.ndim != 2 or p.shape[1] < 2 or not ((p >= 0) & (p <= 1)).all():
        raise InputError(
            f"probabilities must be [n, k] in [0, 1] with 2 or more classes, got shape {p.shape}"
        )
    return p


def _vectors(given: Any) -> Any:
    if given is None:
        return None
    X = given.tocsr() if hasattr(given, "tocsr") else np.asarray(given, dtype=np.float64)
    if len(X.shape) != 2 or not np.isfinite(X.data if hasattr(X, "tocsr") else X).all():
        raise InputError(f"vectors must be [n, d] of finite numbers, got shape {X.shape}")
    return X


def _mask(labelled: npt.ArrayLike, n: int) -> npt.NDArray[np.bool_]:
    given = np.asarray(labelled)
    if given.dtype == np.bool_:
        if given.shape != (n,):
            raise InputError(f"a mask of labelled rows must be [{n}], got shape {given.shape}")
        return given
    mask = np.zeros(n, dtype=bool)
    if given.size:
        if (
            given.ndim != 1
            or not np.issubdtype(given.dtype, np.integer)
            or given.min() < 0
            or given.max() >= n
        ):
            raise InputError(f"labelled rows must be numbers in [0, {n}), got {given!r:.60}")
        mask[given] = True
    return mask
