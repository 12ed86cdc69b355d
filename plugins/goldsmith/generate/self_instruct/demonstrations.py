"""Which tasks a prompt shows."""

import random
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["choose_demonstrations"]

Task = TypeVar("Task")


def choose_demonstrations(
    humans: Sequence[Task],
    machines: Sequence[Task],
    rng: random.Random,
    *,
    count: int = 8,
    machine_limit: int = 2,
) -> list[Task]:
    """Draw `count` tasks in random order: at most `machine_limit` made by a machine, the rest by humans.

    As long as machines have made fewer, humans fill their places (Wang et al. 2022, section 2.2); of too few human
    tasks all are shown.

    >>> shown = choose_demonstrations(range(100), [-1, -2, -3], random.Random(0))
    >>> len(shown), sum(task < 0 for task in shown)
    (8, 2)
    """
    shown = rng.sample(machines, min(machine_limit, count, len(machines)))
    shown += rng.sample(humans, min(count - len(shown), len(humans)))
    rng.shuffle(shown)
    return shown
