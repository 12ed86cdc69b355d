"""What a plan can choose from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from goldsmith.augment.augmented import Augmented

__all__ = ["Make", "Technique", "mixed"]

Make: TypeAlias = Callable[[Sequence[str], Sequence[str], Sequence[int], int], list[list[Augmented]]]
"""Texts [n], labels [n], how many new ones of each [n], and a seed -> the new texts of each [n]."""


@dataclass(frozen=True, slots=True)
class Technique:
    """A way to make new texts of a labelled set.

    Attributes:
        name: as a plan tells it.
        make: makes them. It sees the texts that will be trained on and no others, so what it learns of them, such as which words
            tell of a label, it learns of these alone.
    """

    name: str
    make: Make


def mixed(techniques: Sequence[Technique]) -> Technique:
    """Return the technique that takes turns with several, so that of each text about as many come from each."""

    def make(
        texts: Sequence[str], labels: Sequence[str], counts: Sequence[int], seed: int
    ) -> list[list[Augmented]]:
        share = [[(count + turn) // len(techniques) for count in counts] for turn in range(len(techniques))]
        made = [one.make(texts, labels, part, seed) for one, part in zip(techniques, share, strict=True)]
        return [list(chain.from_iterable(several)) for several in zip(*made, strict=True)]

    return Technique(" + ".join(one.name for one in techniques), make)
