"""What a text lost when it was written anew."""

from collections import Counter

from goldsmith.augment.tokens import Kind, tokenize
from goldsmith.dedup import disagreement, read

__all__ = ["drift"]

_LONGEST = 20_000  # characters of a text that are compared
_MAY_DIFFER = ("swapped:", "order:", "unread:")
_CAPITAL_NOUNS = frozenset({"de"})  # written as names are


def drift(original: str, new: str, language: str = "en") -> str:
    """Return what of `original` was certainly not kept in `new`, "" if nothing is found.

    What stands for something outside the text (addresses, mentions, placeholders, tags, code) must be there as often; numbers,
    signs, negations, names and contraries must agree as `goldsmith.dedup.disagreement` has it. Other words may differ, and
    come in another order: that is what a paraphrase is for. So it does *not* see one word in the place of another ("a good film",
    "a poor film"): bound the similarity of the vectors, or ask a judge. In languages whose denials are unknown, and in scripts
    without capitals, only numbers and signs are compared; in German no names, as every noun is written like one. The first
    20,000 characters are compared.

    Args:
        original: the text.
        new: what was made of it.
        language: ISO 639-1, of both.

    Raises:
        MissingExtraError: `regex` is not installed.

    >>> drift("Ada did not like the 2 films.", "The 2 films were nothing for Ada.")
    ''
    >>> drift("Ada did not like the 2 films.", "Ada liked the 2 films.")
    'negation: 1 against 0'
    >>> drift("Dear {name}, see you!", "See you, dear friend!")
    'placeholder: {name} in one alone'
    """
    original, new = original[:_LONGEST], new[:_LONGEST]
    if lone := _lone(original, new, "protected"):
        return f"placeholder: {lone} in one alone"
    found = disagreement(read(original, language), read(new, language)) or ""
    if found.startswith("unread:") and (lone := _lone(original, new, "number")):
        return f"number: {lone} in one alone"
    if found.startswith("name:") and language in _CAPITAL_NOUNS:
        return ""
    return "" if found.startswith(_MAY_DIFFER) else found


def _lone(one: str, other: str, kind: Kind) -> str:
    """Return which pieces of a kind are not in both texts equally often."""
    here, there = (
        Counter(token.text for token in tokenize(text) if token.kind == kind) for text in (one, other)
    )
    return ", ".join(sorted((here - there) + (there - here))[:5])
