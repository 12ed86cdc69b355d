"""Which cases to make of which behaviours, in even shares."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

__all__ = ["Cell", "balanced_cells"]


@dataclass(frozen=True)
class Cell:
    """A case to make.

    Attributes:
        behaviour: which one, as its place in the list.
        style: how it is put.
        chain: the converters, as the caller names the chain.
    """

    behaviour: int
    style: str
    chain: str


def balanced_cells(
    categories: Sequence[str], styles: Sequence[str], chains: Sequence[str], seed: int = 0
) -> Iterator[Cell]:
    """Yield every combination of behaviour, style and chain once, so that any first `n` of them are in even shares.

    Each time the category that has come up least is taken, in it the behaviour that has, for that the style and then
    the chain that have come up least of those it has not had; ties fall as the seed has it. So categories, and
    behaviours in a category, differ by at most one until one of them has no combination left; styles do until a
    behaviour has had one with all chains, and chains differ by two at most until then.

    Args:
        categories: of each behaviour.
        styles: all different.
        chains: all different.
        seed: of the ties.

    >>> cells = balanced_cells(["privacy", "privacy", "hate"], ["plain", "urgency"], ["", "rot13"])
    >>> [next(cells).behaviour for _ in range(4)].count(2)
    2
    """
    rng = Random(seed)  # noqa: S311 (no secrets)
    pairs = [(style, chain) for style in styles for chain in chains]
    waiting: dict[str, deque[int]] = {}
    for number in rng.sample(range(len(categories)), len(categories) if pairs else 0):
        waiting.setdefault(categories[number], deque()).append(number)
    left: dict[int, list[tuple[str, str]]] = {}
    used: Counter[tuple[str, ...]] = Counter()
    while waiting:
        category = min(waiting, key=lambda name: used["category", name])
        number = waiting[category].popleft()  # of those that wait, the first had its turn longest ago
        if number not in left:
            left[number] = rng.sample(pairs, len(pairs))
        free = left[number]
        style, chain = min(
            free, key=lambda pair: (used["style", pair[0]], used["chain", pair[1]], used["pair", *pair])
        )
        free.remove((style, chain))
        if free:
            waiting[category].append(number)
        elif not waiting[category]:
            del waiting[category]
        used.update([("category", category), ("style", style), ("chain", chain), ("pair", style, chain)])
        yield Cell(number, style, chain)
