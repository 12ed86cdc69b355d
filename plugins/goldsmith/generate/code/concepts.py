# ruff: noqa: RUF001 (punctuation of several scripts)
"""The programming concepts of a snippet, and the task that is to be made of them."""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json, without_thought

__all__ = ["CATEGORIES", "CONCEPTS_SCHEMA", "DIFFICULTIES", "TaskKind", "draw_task_kind", "read_concepts"]

# The function stands twice: it is drawn twice as often as each of the others.
CATEGORIES = (
    "function implementation",
    "function implementation",
    "class implementation",
    "program implementation",
)
DIFFICULTIES = ("easy", "medium", "hard")
CONCEPTS_SCHEMA = {
    "type": "object",
    "properties": {"concepts": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 12}},
    "required": ["concepts"],
    "additionalProperties": False,
}

_LABEL = re.compile(r"\A[^\n:：]{0,80}[:：][ \t*_]*(?:\n+|(?=\S))")
_BULLET = re.compile(r"^[\s>]*(?:[-*•·]|\(?\d{1,2}[.)])\s+")
_MOST, _LONGEST = 20, 120


@dataclass(frozen=True)
class TaskKind:
    """What a task is to be.

    Attributes:
        category: one of `CATEGORIES`.
        difficulty: one of `DIFFICULTIES`.
    """

    category: str
    difficulty: str


def draw_task_kind(seed: int) -> TaskKind:
    """Return category and difficulty as SelfCodeAlign draws them: functions half of the time, the rest even.

    >>> draw_task_kind(3) == draw_task_kind(3)
    True
    """
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    return TaskKind(rng.choice(CATEGORIES), rng.choice(DIFFICULTIES))


def read_concepts(output: str) -> list[str]:
    r"""Read the concepts that a model lists: separated by commas as it was asked for, a list, or JSON.

    >>> read_concepts("Concepts: recursion, memoization of results")
    ['recursion', 'memoization of results']
    >>> read_concepts("1. recursion\n2. **slicing**\n")
    ['recursion', 'slicing']

    Raises:
        UnreadableError: there is none.
    """
    text = without_thought(output)
    found = _from_json(text) if text.startswith(("{", "[", "```json")) else _from_text(text)
    concepts = list(dict.fromkeys(one for one in map(_bare, found) if any(map(str.isalnum, one))))
    if not concepts:
        raise UnreadableError(f"expected concepts, separated by commas, got {output[:60]!r}")
    if max(map(len, concepts)) > _LONGEST:
        raise UnreadableError(f"expected concepts of a few words each, got {max(concepts, key=len)[:60]!r}")
    return concepts[:_MOST]


def _from_text(text: str) -> Iterable[str]:
    text = _LABEL.sub("", text)
    return (part for line in text.splitlines() for part in re.split(r"[,，、;；]", _BULLET.sub("", line)))


def _from_json(text: str) -> Iterable[str]:
    value = read_json(text)
    told = value.get("concepts") if isinstance(value, Mapping) else value
    if isinstance(told, str):
        return _from_text(told)
    if not isinstance(told, list):
        raise UnreadableError('expected {"concepts": ["...", ...]}, got other JSON')
    return (one for one in told if isinstance(one, str))


def _bare(concept: str) -> str:
    return " ".join(concept.split()).strip(" .*_`\"'")
