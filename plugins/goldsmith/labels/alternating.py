"""The order in which a prompt shows its examples."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

__all__ = ["alternating"]


def alternating(examples: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield (word, text) of each example so that every word gets its turn, in an order that reverses each round.

    Small models repeat the last answer they saw.

    >>> list(alternating({"good": ["a", "b"], "bad": ["c", "d"]}))
    [('good', 'a'), ('bad', 'c'), ('bad', 'd'), ('good', 'b')]
    """
    for number, texts in enumerate(zip_longest(*examples.values())):
        shown = [(word, text) for word, text in zip(examples, texts, strict=True) if text is not None]
        yield from reversed(shown) if number % 2 else shown
