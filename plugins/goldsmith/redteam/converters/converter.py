"""What every converter is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

__all__ = ["ANY_TEXT", "Converter", "any_text", "free_of", "unseeded"]

ANY_TEXT = "any string, lone surrogates too"


def any_text(_: str) -> bool:
    """Whether a string is in the domain of a converter that has all of them."""
    return True


def free_of(*characters: Iterable[str]) -> Callable[[str], bool]:
    """Return whether a string has none of `characters`, as a predicate.

    >>> free_of("aeiou")("rhythm"), free_of("aeiou")("blues")
    (True, False)
    """
    avoided = frozenset().union(*characters)
    return avoided.isdisjoint


@dataclass(frozen=True)
class Converter:
    """A way to write a text so that a model may still read it and a filter may not.

    Attributes:
        name: as chains name it.
        converts: the text and a seed -> the text converted. It takes any string and never raises.
        invert: the text converted -> the text; None where several texts are converted to the same. It raises InputError of
            what no text is converted to, where it can tell.
        domain: of which texts `invert(convert(text)) == text` holds, in words.
        in_domain: whether a text is one of them.
        seeded: whether the seed makes a difference.
    """

    name: str
    converts: Callable[[str, int], str]
    invert: Callable[[str], str] | None = None
    domain: str = ANY_TEXT
    in_domain: Callable[[str], bool] = any_text
    seeded: bool = False

    def convert(self, text: str, seed: int = 0) -> str:
        """Return `text` converted; the same seed does the same."""
        return self.converts(text, seed)


def unseeded(convert: Callable[[str], str]) -> Callable[[str, int], str]:
    """Return `convert` as one that takes a seed, and does without it."""
    return lambda text, _: convert(text)
