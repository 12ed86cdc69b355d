"""Constraints on a response, and the instruction that states them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from goldsmith.filters.words import split_words
from goldsmith.text import normalise
from goldsmith.verify.constraints import Constraint, RepeatPrompt

__all__ = ["for_request", "persona_words", "unstated_constraints"]

_UNSPOKEN = frozenset(
    {"relation", "language", "prompt"}
)  # parameters that an instruction puts in words of its own
_EDGES = re.compile(r"^\W+|\W+$")


def persona_words(persona: str, least: int = 6) -> list[str]:
    """Return the words of a persona that a constraint may ask for: letters only, at least so many, each once.

    >>> persona_words("A retired lighthouse keeper who collects barometers, and repairs barometers.")
    ['retired', 'lighthouse', 'keeper', 'collects', 'barometers', 'repairs']
    """
    bare = [_EDGES.sub("", word).casefold() for word in split_words(persona)]
    return list(dict.fromkeys(word for word in bare if len(word) >= least and word.isalpha()))


def for_request(constraints: Iterable[Constraint], instruction: str) -> list[Constraint]:
    """Return the constraints with the request filled in where one asks for it to be repeated.

    >>> for_request([RepeatPrompt()], "Name a river.")
    [RepeatPrompt(prompt='Name a river.')]
    """
    return [RepeatPrompt(prompt=instruction) if isinstance(one, RepeatPrompt) else one for one in constraints]


def unstated_constraints(instruction: str, constraints: Sequence[Constraint]) -> list[Constraint]:
    """Return the constraints whose numbers (in digits) and words do not all occur in `instruction`.

    In any language, since only numbers and words are looked for; so a constraint that has none ("no commas") is taken to
    be stated, and "at least 3" passes for "less than 3".

    >>> from goldsmith.verify import read_constraints
    >>> words = read_constraints('[{"kind": "length_constraints:number_words", "count": 50}]')
    >>> unstated_constraints("Antworte mit mindestens 50 Wörtern.", words)
    []
    >>> len(unstated_constraints("Answer briefly.", words))
    1
    """
    said = normalise(instruction)
    return [
        constraint
        for constraint in constraints
        if not all(_occurs(value, said) for value in _values(constraint))
    ]


def _values(constraint: Constraint) -> list[str]:
    spoken = [value for name, value in constraint.model_dump().items() if name not in _UNSPOKEN]
    return [str(one) for value in spoken for one in _each(value)]


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _occurs(value: str, said: str) -> bool:
    wanted = normalise(value)
    if wanted.isdecimal():
        return re.search(rf"(?<!\d){wanted}(?!\d)", said) is not None
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", said) is not None
