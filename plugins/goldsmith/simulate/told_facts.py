# ruff: noqa: RUF001 (full stops of several scripts)
"""How much of what a simulated user knows it has told."""

import re
from collections.abc import Sequence
from typing import Any

from goldsmith.filters.words import split_words
from goldsmith.generate import goal_text
from goldsmith.simulate.facts import Told, facts_in
from goldsmith.text import normalise

__all__ = ["facts_told", "known_items"]

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])|(?<=[。！？])|\n+")
_ENOUGH = 0.8  # of an item's words
_LONG = 4  # letters: shorter words say little


def known_items(known: Any) -> list[str]:
    """Return what a user knows item by item: of a list its entries, of a text its sentences.

    >>> known_items("Your name is Ana. You bought it on Monday.")
    ['Your name is Ana.', 'You bought it on Monday.']
    """
    if isinstance(known, str):
        return [part.strip() for part in _SENTENCE_END.split(known) if part.strip()]
    return [line.removeprefix("- ").strip() for line in goal_text(known).splitlines() if line.strip("- ")]


def facts_told(text: str, known: Sequence[str], given: str = "") -> list[int]:
    """Return the positions in `known` of the items that `text` tells.

    An item is told when all of its facts (see `facts_in`) are, those aside that are in `given` anyway; one without facts
    when four fifths of its words of four letters and more are.

    >>> facts_told("It's Ana here, the machine shows E20.", ["Your name is Ana.", "The display shows E20."])
    [0, 1]
    """
    told, shared = Told(), Told()
    told.add(text)
    shared.add(given)
    return [position for position, item in enumerate(known) if _is_told(item, told, shared)]


def _is_told(item: str, told: Told, shared: Told) -> bool:
    facts = [fact for fact in facts_in(item) if not shared.holds(fact)]
    if facts:
        return all(told.holds(fact) for fact in facts)
    words = {word for raw in split_words(normalise(item)) if len(word := raw.strip(".,;:!?'\"")) >= _LONG}
    new = {word for word in words if word not in shared.words}
    return bool(new) and sum(word in told.words for word in new) >= _ENOUGH * len(new)
