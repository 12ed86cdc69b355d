"""Whether an assistant has reported that something is done: reading a judge's verdict."""

import re
from collections.abc import Mapping
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json

__all__ = ["REPORTED_DONE_SCHEMA", "read_reported_done"]

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
    try:
        value = read_json(output)
    except UnreadableError:
        value = _SAID.match(output)
        value = value[1] if value else None
    said = value.get("done") if isinstance(value, Mapping) else value
    if isinstance(said, bool):
        return said
    if isinstance(said, str) and (word := " ".join(said.lower().split())) in _WORDS:
        return _WORDS[word]
    raise UnreadableError(f'expected {{"reason": "...", "done": true or false}}, got {output[:60]!r}')
