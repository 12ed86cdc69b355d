"""Which questions to make, in even shares."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from goldsmith.errors import InputError
from goldsmith.generate import derived_seed

__all__ = ["PlannedQuestion", "balanced_plan"]


@dataclass(frozen=True)
class PlannedQuestion:
    """A question to make.

    Attributes:
        kind: one of the kinds asked for.
        persona: who asks, by name.
        style: how it is put, by name.
        length: by name.
    """

    kind: str
    persona: str
    style: str
    length: str


def balanced_plan(
    kinds: Sequence[str],
    personas: Sequence[str],
    styles: Sequence[str],
    lengths: Sequence[str],
    seed: int = 0,
) -> Iterator[PlannedQuestion]:
    """Yield questions to make, without end; in any first `n` of them each factor is balanced exactly.

    That is, the kinds come up equally often or differ by one, and so do personas, styles and lengths. Among the
    combinations for which that holds, the one whose parts have come up together least is taken; ties fall as the seed has
    it. So a plan that is made longer begins as it was.

    >>> plan = balanced_plan(["a", "b"], ["x"], ["u", "v"], ["short"])
    >>> sorted((one.kind, one.style) for _, one in zip(range(4), plan))
    [('a', 'u'), ('a', 'v'), ('b', 'u'), ('b', 'v')]

    Raises:
        InputError: there is nothing to choose from, or a name comes twice.
    """
    factors = [list(names) for names in (kinds, personas, styles, lengths)]
    for names, what in zip(factors, ("kinds", "personas", "styles", "lengths"), strict=True):
        if not names or len(set(names)) < len(names):
            raise InputError(f"{what} must be different names and at least one, got {names}")
    return _plan(factors, seed)


def _plan(factors: list[list[str]], seed: int) -> Iterator[PlannedQuestion]:
    ranks = {cell: derived_seed(seed, *cell) for cell in product(*factors)}
    used: list[Counter[str]] = [Counter() for _ in factors]
    together: Counter[tuple[int, int, str, str]] = Counter()
    whole: Counter[tuple[str, ...]] = Counter()

    def cost(cell: tuple[str, ...]) -> tuple[int, int, int]:
        return whole[cell], sum(together[pair] for pair in _pairs(cell)), ranks[cell]

    while True:
        least = [
            [name for name in names if counts[name] == min(counts[other] for other in names)]
            for names, counts in zip(factors, used, strict=True)
        ]
        cell = min(product(*least), key=cost)
        for name, counts in zip(cell, used, strict=True):
            counts[name] += 1
        together.update(_pairs(cell))
        whole[cell] += 1
        yield PlannedQuestion(*cell)


def _pairs(cell: tuple[str, ...]) -> list[tuple[int, int, str, str]]:
    return [(one, other, cell[one], cell[other]) for one, other in combinations(range(len(cell)), 2)]
