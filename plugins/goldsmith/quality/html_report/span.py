"""From the least value to the greatest, wide enough to be divided."""

import math
from collections.abc import Iterable

import numpy as np

__all__ = ["span"]

LARGEST = 1e300  # beyond it, differences of floats overflow


def span(values: Iterable[float], parts: int) -> tuple[float, float]:
    """Return the least and the greatest of the finite `values`, (0, 1) if there is none or all are zero.

    Where floats are too coarse to tell that many `parts` between them apart, both ends move outwards.

    >>> span([3, 1, float("nan")], parts=10), span([7], parts=10), span([], parts=10)
    ((1.0, 3.0), (6.5, 7.5), (0.0, 1.0))
    """
    finite = [min(max(float(value), -LARGEST), LARGEST) for value in values if math.isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    if low == high == 0:
        return 0.0, 1.0
    size = max(abs(low), abs(high))
    pad = 0.0 if high - low > 4 * parts * np.spacing(size) else max(0.5, 1e-6 * size)
    return low - pad, high + pad
