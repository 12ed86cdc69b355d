"""Whether there is a rating at all."""

from math import isnan
from typing import TypeGuard

__all__ = ["is_rating"]


def is_rating(rating: float | None) -> TypeGuard[float]:
    """Return whether there is a rating: neither None nor NaN, as a column of numbers has it.

    >>> is_rating(1.0), is_rating(None), is_rating(float("nan"))
    (True, False, False)
    """
    return rating is not None and not isnan(rating)
