"""The order in which a judge sees candidates, and what two orders say together."""

import random
from collections.abc import Sequence
from typing import TypeVar

from goldsmith.generate.derived_seed import derived_seed
from goldsmith.generate.preferences.scale import Rating

__all__ = ["merge_orders", "restored", "shuffled_order"]

T = TypeVar("T")


def shuffled_order(n: int, *seed: object) -> list[int]:
    """Return [n] positions in an order that depends on `seed` only: the k-th that a judge sees is candidate `order[k]`.

    >>> shuffled_order(4, 0, "row 1", "honesty") == shuffled_order(4, 0, "row 1", "honesty")
    True
    """
    order = list(range(n))
    random.Random(derived_seed(*seed)).shuffle(order)  # noqa: S311 (no secret)
    return order


def restored(seen: Sequence[T], order: Sequence[int]) -> list[T]:
    """Return what was said in the order seen, in the candidates' own.

    >>> restored(["of the last", "of the first"], [1, 0])
    ['of the first', 'of the last']
    """
    return [said for _, said in sorted(zip(order, seen, strict=True), key=lambda pair: pair[0])]


def merge_orders(
    first: Sequence[Rating], second: Sequence[Rating]
) -> tuple[list[Rating], list[float | None]]:
    """Return each candidate's mean rating over two orders, and how far apart the two are.

    A candidate rated in one order only has that rating, and no distance (None).

    >>> ratings, apart = merge_orders([Rating(4.0), Rating(5.0)], [Rating(3.0), Rating(problem="N/A")])
    >>> [rating.value for rating in ratings], apart
    ([3.5, 5.0], [1.0, None])
    """
    merged: list[Rating] = []
    apart: list[float | None] = []
    for one, other in zip(first, second, strict=True):
        if one.value is None or other.value is None:
            merged.append(other if one.value is None and other.value is not None else one)
            apart.append(None)
        else:
            rationale = "\n\n".join(said for said in (one.rationale, other.rationale) if said)
            merged.append(Rating((one.value + other.value) / 2, rationale))
            apart.append(abs(one.value - other.value))
    return merged, apart
