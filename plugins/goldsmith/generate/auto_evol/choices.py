"""What the search for a method draws and decides."""

import random
from collections.abc import Sequence

from goldsmith.generate.derived_seed import derived_seed

__all__ = ["best_candidate", "held_out", "mini_batch"]


def held_out(count: int, size: int, seed: int) -> tuple[list[int], list[int]]:
    """Return the development set, `size` of the numbers below `count` drawn by the seed, and all others.

    Never more than half are held out, so that the search and its judgement stay apart; of one only, both are that one.

    >>> dev, others = held_out(10, 50, seed=0)
    >>> len(dev), len(others), sorted(dev + others) == list(range(10))
    (5, 5, True)
    >>> held_out(1, 50, seed=0)
    ([0], [0])
    """
    if count == 1:
        return [0], [0]
    drawn = random.Random(derived_seed(seed, "held out")).sample(range(count), min(size, count // 2))  # noqa: S311
    return sorted(drawn), sorted(set(range(count)) - set(drawn))


def mini_batch(numbers: Sequence[int], size: int, *, seed: int, step: int) -> list[int]:
    """Return `size` of the numbers, drawn anew for every step; all of them where there are no more.

    >>> len(mini_batch(range(100), 10, seed=0, step=1))
    10
    >>> mini_batch(range(100), 10, seed=0, step=1) == mini_batch(range(100), 10, seed=0, step=2)
    False
    """
    drawing = random.Random(derived_seed(seed, "mini-batch", step))  # noqa: S311
    return drawing.sample(list(numbers), min(size, len(numbers)))


def best_candidate(rates: Sequence[float], current: float) -> int | None:
    """Return the first candidate with the lowest failure rate if that is below the current one's, or None.

    A rate of 1 never wins, so a candidate that could not be tried may stand as 1.

    >>> best_candidate([0.3, 0.1, 0.1], 0.2), best_candidate([0.2], 0.2), best_candidate([], 0.2)
    (1, None, None)
    """
    best = min(range(len(rates)), key=lambda number: rates[number], default=None)
    return best if best is not None and rates[best] < current else None
