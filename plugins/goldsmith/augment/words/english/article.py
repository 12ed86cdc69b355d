"""Whether "a" or "an" stands before a word."""

import re

__all__ = ["article_for"]

_AN = re.compile(
    r"[aeio]|u(?!se|su|ti|ra|bi|k\b|ni(?!n|mp|mag|dent))|(?:hour|honest|hono|heir)", re.IGNORECASE
)
_A = re.compile(r"eu|ewe|one(?:\b|-|self)|once|ouija|u\b|(?-i:U[A-Z]{1,2}\b)", re.IGNORECASE)
_SPELT = re.compile(r"[FHLMNRSX](?:[A-Z]{1,2}|[B-DF-HJ-NP-TV-Z]{3})")
"""Letters that are read one by one, the first of which begins with a vowel."""


def article_for(word: str) -> str:
    """Return the article of a word, by the sound that it likely begins with.

    >>> [article_for(word) for word in ("auto", "hour", "unit", "unimportant", "one-off", "FBI", "NATO", "user")]
    ['an', 'an', 'a', 'an', 'a', 'an', 'a', 'a']
    """
    if _SPELT.fullmatch(word):
        return "an"
    return "an" if _AN.match(word) and not _A.match(word) else "a"
