"""Reading the texts that a model wrote, one or several at once."""

import re
from collections.abc import Mapping
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json, well_formed, without_thought

__all__ = ["read_texts", "texts_schema"]

_LONGEST = 400_000  # characters that are looked at
_ITEM = re.compile(r"^[ \t]*(?:[-*•]|\(?\d{1,3}[.):])[ \t]+(?=\S)", re.MULTILINE)
_PREAMBLE = re.compile(
    r"\A(?:sure|certainly|of course|okay|ok|here(?:'s| is| are)?)\b[^\n]{0,160}:[ \t]*\n+", re.IGNORECASE
)
_FENCED = re.compile(r"\A```(?:text|json)?\n(.*?)\n?```\Z", re.DOTALL)
_JSON = re.compile(r"\{\s*\"|\[\s*[\"{]")
_QUOTES = {'"': '"', "\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb"}


def texts_schema(most: int) -> dict[str, Any]:
    """Return the JSON schema of an answer with one to `most` texts.

    >>> texts_schema(2)["properties"]["texts"]["maxItems"]
    2
    """
    texts = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": most}
    return {
        "type": "object",
        "properties": {"texts": texts},
        "required": ["texts"],
        "additionalProperties": False,
    }


def read_texts(output: str, most: int) -> list[str]:
    r"""Read the first `most` texts of a model's output.

    JSON as `texts_schema` asks for it, or text: the items of a list, or all of it where one text was asked for. A line before
    them that ends in a colon, a fence and quotation marks around a text are left out.

    >>> read_texts('Sure, here you are:\n1. "Fine film."\n2. A good one.', 2)
    ['Fine film.', 'A good one.']
    >>> read_texts('{"texts": ["Fine film."]}', 2)
    ['Fine film.']

    Raises:
        UnreadableError: there is none.
    """
    text = without_thought(well_formed(output[:_LONGEST]))
    if fenced := _FENCED.match(text):
        text = fenced[1].strip()
    texts = _from_json(text) if _JSON.match(text) else _from_text(_PREAMBLE.sub("", text), most)
    found = [_unquoted(one) for one in texts if one.strip()]
    if not found:
        raise UnreadableError(f'expected {{"texts": [...]}} with up to {most} texts, got {output[:60]!r}')
    return found[:most]


def _from_json(text: str) -> list[str]:
    value = read_json(text)
    if isinstance(value, Mapping):
        lists = [item for item in value.values() if isinstance(item, list)]
        value = lists[0] if lists else list(value.values())
    return [_told(item) for item in value] if isinstance(value, list) else []


def _told(item: Any) -> str:
    if isinstance(item, Mapping):  # {"text": ...}
        item = next((one for one in item.values() if isinstance(one, str)), "")
    return well_formed(item).replace("\0", "") if isinstance(item, str) else ""


def _from_text(text: str, most: int) -> list[str]:
    if most == 1:
        return [text]
    items = list(_ITEM.finditer(text))
    if not items:
        return [part for part in text.split("\n") if part.strip()]
    ends = [item.start() for item in items[1:]] + [len(text)]
    return [
        text[item.end() : end].split("\n\n", maxsplit=1)[0] for item, end in zip(items, ends, strict=True)
    ]


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        return text[1:-1].strip()
    return text
