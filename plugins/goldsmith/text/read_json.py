"""JSON out of what a language model says."""

import json
import re
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.extras import require
from goldsmith.text.well_formed import well_formed

__all__ = ["read_json"]

_FENCE = re.compile(r"```(?:json|JSON)?\s*\n(.*?)(?:```|\Z)", re.DOTALL)
_LONGEST = 200_000  # characters that are looked at
_DEEPEST = 100  # brackets within brackets


def read_json(text: str) -> Any:
    """Return the JSON object or array in `text`: the text itself, in a fence, or with words around it.

    What models get wrong is mended by `json_repair`: trailing commas, single quotes, missing quotes, an end that was
    cut off. Strings and numbers alone are no answer.

    Raises:
        UnreadableError: there is no object or array.
        MissingExtraError: json_repair is not installed.

    >>> read_json('Sure! Here it is: {"a": 1, "b": [2, 3,],}')
    {'a': 1, 'b': [2, 3]}
    """
    text = well_formed(text[:_LONGEST])
    for candidate in _candidates(text):
        try:
            found = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict | list):
            return found
    return _repaired(text)


def _candidates(text: str) -> list[str]:
    fenced = [match.group(1) for match in _FENCE.finditer(text)]
    start = _first_bracket(text)
    end = max(text.rfind("}"), text.rfind("]"))
    return [text, *fenced, text[start : end + 1]] if 0 <= start < end else [text, *fenced]


def _first_bracket(text: str) -> int:
    places = [place for bracket in "{[" if (place := text.find(bracket)) >= 0]
    return min(places, default=-1)


def _repaired(text: str) -> Any:
    fenced = _FENCE.search(text)
    body = fenced.group(1) if fenced else text
    start = _first_bracket(body)
    if start < 0:
        raise UnreadableError("there is no JSON object or array in it")
    body = body[start:]
    if body.count("{") + body.count("[") > _DEEPEST and _depth(body) > _DEEPEST:
        raise UnreadableError("its brackets are nested too deep to be an answer")
    repair = require("json_repair", extra="distilabel")
    try:
        found = repair.loads(body)
    except (ValueError, RecursionError, IndexError, TypeError) as err:
        raise UnreadableError("the JSON in it is broken") from err
    if not isinstance(found, dict | list):
        raise UnreadableError("there is no JSON object or array in it")
    return found


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character in "{[") - (character in "}]")
        deepest = max(deepest, depth)
    return deepest
