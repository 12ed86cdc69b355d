"""Numbers out of whatever sequence they came in."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from goldsmith.errors import InputError

__all__ = ["floats"]


def floats(values: Iterable[Any], name: str) -> tuple[float, ...]:
    """Return `values`, [n], as floats; None and infinities, which have no place on a plot, become NaN.

    Raises:
        InputError: not a flat sequence of numbers; the message calls it `name`.

    >>> floats([1, None, True], "confidence")
    (1.0, nan, 1.0)
    """
    try:
        array = np.asarray(list(values), dtype=np.float64)
    except (TypeError, ValueError) as err:
        raise InputError(f"{name} must be numbers or None, got {values!r:.80}") from err
    if array.ndim != 1:
        raise InputError(f"{name} must be one flat list of numbers, got {array.ndim} dimensions")
    return tuple(np.where(np.isinf(array), np.nan, array).tolist())
