"""Which rows are better, so that they stay."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from goldsmith.errors import InputError

__all__ = ["ranks"]


def ranks(count: int, scores: Iterable[float | None] | None = None) -> NDArray[np.int64]:
    """Return the ranks [count], all different, 0 the best: by score, the earlier of equals first.

    A missing score (None or NaN) is lower than any other. Without scores the earliest row is best.

    >>> ranks(3, [0.1, None, 0.7]).tolist()
    [1, 2, 0]

    Raises:
        InputError: there are more or fewer scores than rows.
    """
    if scores is None:
        return np.arange(count)
    values = np.array([np.nan if score is None else score for score in scores], np.float64)
    if len(values) != count:
        raise InputError(f"expected a score for each of {count} rows, got {len(values)}")
    found = np.empty(count, np.int64)
    found[np.argsort(-values, kind="stable")] = np.arange(count)  # which puts NaN last
    return found
