"""Whether something is so, as that an assistant has reported it done: reading a judge's verdict."""

import re
from collections.abc import Mapping
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json

__all__ = ["REPORTED_DONE_SCHEMA", "read_decision", "read_reported_done"]

REPORTED_DONE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "done": {"type": "boolean"}},
    "required": ["reason", "done"],
    "additionalProperties": False,
}
_WORDS = {"true": True, "yes": True, "done": True, "false": False, "no": False, "not done": False}
_SAID = re.compile(r"\W*(true|yes|done|false|not?\b(?: done)?)\b", re.IGNORECASE)


def read_reported_done(output: str) -> bool:
    """Read the verdict: JSON as `REPORTED_DONE_SCHEMA` asks for, or an answer that begins with yes or no.

    >>> read_reported_done('{"reason": "It only asked.", "done": false}'), read_reported_done("Yes, it has.")
    (False, True)

    Raises:
        UnreadableError: it is neither.
    """
    return read_decision(output, "done")[0]


def read_decision(output: str, name: str) -> tuple[bool, str]:
    """Read a decision and its reason: `{"reason": "...", name: true or false}`, or an answer that begins with yes or no.

    >>> read_decision('{"reason": "Six seats.", "met": true}', "met")
    (True, 'Six seats.')

    Raises:
        UnreadableError: it is neither.
    """
    try:
        value = read_json(output)
    except UnreadableError:
        value = _SAID.match(output)
        value = value[1] if value else None
    said, reason = (
        (value.get(name), value.get("reason"))
        if isinstance(value, Mapping)
        else (value, output.strip()[:500])
    )
    reason = reason if isinstance(reason, str) else ""
    if isinstance(said, bool):
        return said, reason
    if isinstance(said, str) and (word := " ".join(said.lower().split())) in _WORDS:
        return _WORDS[word], reason
    raise UnreadableError(f'expected {{"reason": "...", "{name}": true or false}}, got {output[:60]!r}')
