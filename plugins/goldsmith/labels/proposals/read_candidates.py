"""A model's answer as candidates."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.labels.proposals.candidate import Candidate, Kind, Refused
from goldsmith.labels.proposals.python_problem import python_problem
from goldsmith.text import read_json, without_thought

__all__ = ["CANDIDATES_SCHEMA", "read_candidates"]

_MOST_KEYWORDS = 50
_LONGEST_KEYWORD = 100
_LONGEST_PATTERN = 500
_LONGEST_SHOWN = 200

CANDIDATES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "functions": {
            "type": "array",
            "maxItems": 10,
            "items": {
                "type": "object",
                "properties": {
                    "label": {"type": "string"},
                    "keywords": {"type": "array", "items": {"type": "string"}, "maxItems": 10},
                    "regex": {"type": "string"},
                    "python": {"type": "string"},
                    "why": {"type": "string"},
                },
                "required": ["label"],
            },
        }
    },
    "required": ["functions"],
}
"""The form of an answer, as a JSON schema."""


def read_candidates(
    answer: str, labels: Collection[str], *, python: bool = False
) -> tuple[list[Candidate], list[Refused]]:
    """Read an answer in JSON, with or without prose around it; what cannot be read is refused with a reason, and never raises.

    An entry names a class (`label`) and has `keywords`, a `regex` or, where that is allowed, `python`; with several of
    them it is several candidates.

    Args:
        answer: what the model said.
        labels: the classes.
        python: whether candidates may be Python.

    >>> found, refused = read_candidates('{"functions": [{"label": "spam", "keywords": ["free", " "]}, 7]}', ["ham", "spam"])
    >>> found
    [Candidate(label='spam', kind='keywords', body=('free',), why='')]
    >>> refused
    [Refused(what='7', reason='is no object with a label')]
    """
    try:
        told = read_json(without_thought(answer))
    except UnreadableError as err:
        return [], [Refused(_shown(answer), f"the answer is no JSON: {err}")]
    if isinstance(told, dict):
        inner = next((value for value in told.values() if isinstance(value, list)), None)
        told = [told] if "label" in told or inner is None else inner
    entries = told if isinstance(told, list) else [told]
    found = [one for entry in entries for one in _read(entry, labels, python=python)]
    return [one for one in found if isinstance(one, Candidate)], [
        one for one in found if isinstance(one, Refused)
    ]


def _read(entry: Any, labels: Collection[str], *, python: bool) -> Iterator[Candidate | Refused]:
    if not isinstance(entry, dict) or not isinstance(entry.get("label"), str):
        yield Refused(_shown(entry), "is no object with a label")
        return
    label, why = entry["label"].strip(), _shown(entry.get("why", ""))
    if label not in labels:
        yield Refused(_shown(entry), f"votes for {_shown(label)!r}, which is none of {', '.join(labels)}")
        return
    kinds: list[Kind] = [kind for kind in _BODIES if entry.get(kind)]
    if not kinds:
        yield Refused(_shown(entry), "has neither keywords nor a regex nor python")
    for kind in kinds:
        body = _BODIES[kind](entry[kind])
        if isinstance(body, str):
            yield Refused(_shown(entry[kind]), body)
        elif kind == "python" and not python:
            yield Refused(_shown(entry[kind]), "is Python, which was not asked for")
        else:
            yield Candidate(label, kind, body, why)


def _keywords(given: Any) -> tuple[str, ...] | str:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        return "keywords must be strings"
    words = dict.fromkeys(" ".join(one.split()).lower() for one in listed)
    kept = tuple(word for word in words if word)
    if not kept:
        return "there is no word among the keywords"
    if len(kept) > _MOST_KEYWORDS or max(map(len, kept)) > _LONGEST_KEYWORD:
        return f"more than {_MOST_KEYWORDS} keywords, or one longer than {_LONGEST_KEYWORD} characters"
    return kept


def _regex(given: Any) -> tuple[str, ...] | str:
    if not isinstance(given, str) or not given.strip():
        return "a regex must be a string"
    if len(given) > _LONGEST_PATTERN:
        return f"the regex is longer than {_LONGEST_PATTERN} characters"
    return (given,)


def _python(given: Any) -> tuple[str, ...] | str:
    if not isinstance(given, str):
        return "python must be a string"
    return python_problem(given) or (given.strip("\n"),)


_BODIES: dict[Kind, Callable[[Any], tuple[str, ...] | str]] = {
    "keywords": _keywords,
    "regex": _regex,
    "python": _python,
}


def _shown(value: object) -> str:
    """Return a value in one line of printable characters, at most 200."""
    text = value if isinstance(value, str) else repr(value)
    line = "".join(character if character.isprintable() else " " for character in text[: 2 * _LONGEST_SHOWN])
    return " ".join(line.split())[:_LONGEST_SHOWN]
