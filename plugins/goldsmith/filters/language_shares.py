"""A text in more than one language."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from goldsmith.filters.language import detect_languages

__all__ = ["foreign_reason", "language_shares"]

_ENDS = re.compile(r"(?<=[.!?…\u3002\uff01\uff1f])\s+|(?<=[\u3002\uff01\uff1f])|\n+")
_LONGEST_READ = 20_000  # characters


def language_shares(text: str, *, min_probability: float = 0.9, min_letters: int = 40) -> dict[str, float]:
    r"""Return language -> the share of the text's letters in passages that are surely in it; "und" is the rest.

    A passage is as many sentences or lines as it takes to reach `min_letters` letters, below which nobody can tell. Sentences that
    switch languages within themselves have the language of most of their words. The first 20,000 characters are read.

    >>> found = language_shares("The ferry left the harbour at nine in the morning and came back empty.\nDer Hafen war still, als die ersten Boote zurückkamen.")
    >>> sorted(found), round(found["en"], 1)
    (['de', 'en'], 0.6)
    """
    letters = Counter[str]()
    for verdict in detect_languages(_passages(text[:_LONGEST_READ], min_letters)):
        sure = verdict.probability >= min_probability and verdict.letters >= min_letters
        letters[verdict.language if sure else "und"] += verdict.letters
    total = letters.total()
    return {language: count / total for language, count in letters.most_common()} if total else {}


def foreign_reason(shares: Mapping[str, float], allow: Collection[str], most: float) -> str | None:
    """Return why too much of a text is in other languages than those of `allow`, or None.

    >>> foreign_reason({"en": 0.6, "de": 0.3, "und": 0.1}, ["en"], most=0.2)
    'language: 30% in de, wanted at most 20% in others than en'
    """
    foreign = {name: share for name, share in shares.items() if name != "und" and name not in allow}
    if sum(foreign.values()) <= most:
        return None
    return f"language: {sum(foreign.values()):.0%} in {', '.join(foreign)}, wanted at most {most:.0%} in others than {', '.join(sorted(allow))}"


def _passages(text: str, min_letters: int) -> Iterator[str]:
    passage: list[str] = []
    letters = 0
    for part in _ENDS.split(text):
        passage.append(part)
        letters += sum(map(str.isalpha, part))
        if letters >= max(min_letters, 1):
            yield " ".join(passage)
            passage, letters = [], 0
    if letters:
        yield " ".join(passage)
