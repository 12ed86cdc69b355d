"""Exact duplicates after normalisation."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from goldsmith.text import normalise

__all__ = ["exact_duplicates"]


def exact_duplicates(texts: Iterable[str]) -> NDArray[np.int64]:
    """Return an [n] array: for each text the index of the first one equal to it after `normalise`, or its own index.

    One dictionary look-up a text, O(total characters).

    >>> exact_duplicates(["Nice song!", "first", " nice  SONG!"]).tolist()
    [0, 1, 0]
    """
    first: dict[str, int] = {}
    return np.fromiter(
        (first.setdefault(normalise(text), index) for index, text in enumerate(texts)), dtype=np.int64
    )
