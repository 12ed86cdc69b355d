"""Strategies of scikit-activeml for which rows to label next."""

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.labels.active.pool import Ints

__all__ = ["select_with"]

_LEARNERS = ("clf", "estimator", "discriminator")  # what scikit-activeml's strategies call a classifier


def select_with(
    strategy: str | Any,
    count: int,
    *,
    vectors: Any,
    labels: npt.ArrayLike,
    cardinality: int,
    seed: int = 0,
    options: Mapping[str, Any] | None = None,
    **query: Any,
) -> Ints:
    """Return the rows to label next by a query strategy of scikit-activeml, best first, [count]; fewer where fewer are left.

    For what `select` does not have, such as "Falcun", "DropQuery", "ContrastiveAL", "Quire" or "MonteCarloEER". A strategy that wants a
    classifier gets a logistic regression with the settings of `EndModel.of_few`; anything else it wants, as the `ensemble` of
    "QueryByCommittee", is yours to give.

    Kottke et al. 2021, "scikit-activeml: A Library and Toolbox for Active Learning Algorithms".

    Args:
        strategy: the name of a class in `skactiveml.pool`, or a strategy you made with `missing_label=-1`.
        count: rows wanted, at least 0.
        vectors: of each row, [n, d]: embeddings, or `text_vectors`.
        labels: class numbers, [n], -1 where there is none.
        cardinality: k, the number of classes.
        seed: of the strategy.
        options: more for making the strategy.
        query: more for its `query`; it takes the place of what is given here.

    Raises:
        InputError: no such strategy, the lengths differ, or a label is no class.
        MissingExtraError: scikit-activeml is not installed.

    Examples:
        ```python
        import numpy as np
        from goldsmith.labels.active import select_with

        vectors = np.random.default_rng(0).normal(size=(50, 3))
        labels = np.where(np.arange(50) < 6, vectors[:, 0] > 0, -1)
        rows = select_with("Falcun", 5, vectors=vectors, labels=labels, cardinality=2)
        ```
    """
    X, y = np.asarray(vectors, dtype=np.float64), np.asarray(labels)
    if count < 0 or X.ndim != 2 or y.shape != (len(X),) or not np.isin(y, range(-1, cardinality)).all():
        raise InputError(
            f"wanted count >= 0, vectors [n, d] and labels [n] in [-1, {cardinality}), got {count}, {X.shape} and {y.shape}"
        )
    wanted = min(count, int((y < 0).sum()))
    if not wanted:
        return np.empty(0, dtype=np.intp)
    made = _made(strategy, cardinality, seed, options or {}) if isinstance(strategy, str) else strategy
    takes = inspect.signature(made.query).parameters
    learners = {
        name: _learner(cardinality, seed) for name in _LEARNERS if name in takes and name not in query
    }
    found = made.query(X=X, y=y.astype(np.intp), batch_size=wanted, **learners, **query)
    return np.asarray(found, dtype=np.intp)


def _made(name: str, cardinality: int, seed: int, options: Mapping[str, Any]) -> Any:
    pool = require("skactiveml.pool", extra="active")
    strategy = getattr(pool, name, None)
    if not (isinstance(strategy, type) and hasattr(strategy, "query")):
        raise InputError(f"scikit-activeml has no query strategy {name!r} in skactiveml.pool")
    takes = inspect.signature(strategy).parameters
    wanted = {
        "classes": list(range(cardinality)),
        "missing_label": -1,
        "random_state": seed,
        "cluster_algo_dict": {"random_state": seed, "n_init": "auto"},  # k-means would take one of its own
    }
    return strategy(**{name: value for name, value in wanted.items() if name in takes}, **options)


def _learner(cardinality: int, seed: int) -> Any:
    logistic = require("sklearn.linear_model", extra="labels").LogisticRegression
    wrapped = require("skactiveml.classifier", extra="active").SklearnClassifier
    model = logistic(C=10, class_weight="balanced", max_iter=1000)
    return wrapped(model, classes=list(range(cardinality)), missing_label=-1, random_state=seed)
