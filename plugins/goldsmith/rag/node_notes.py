# ruff: noqa: RUF001 (punctuation of several scripts)
"""What a model notes about a chunk or a document: summary, entities, themes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json, well_formed, without_thought

__all__ = ["NODE_NOTES_SCHEMA", "NodeNotes", "read_node_notes"]

_MOST, _LONGEST = 30, 200  # entities or themes, and characters of one
_LISTS = ("entities", "themes")
NODE_NOTES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "summary": {"type": "string"},
        "entities": {"type": "array", "items": {"type": "string"}},
        "themes": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["summary", "entities", "themes"],
    "additionalProperties": False,
}
_LABELLED = re.compile(
    r"^\W*(?P<key>summary|entities|themes)[ *_]*[:：][ \t*_]*", re.IGNORECASE | re.MULTILINE
)
_BETWEEN = re.compile(r"[,;\n、，；]+\s*(?:[-*•]\s+)?")


@dataclass(frozen=True)
class NodeNotes:
    """What a text is about.

    Attributes:
        summary: in a few sentences.
        entities: the names in it: people, places, organisations, products, terms.
        themes: what it is about, in a few words each.
    """

    summary: str = ""
    entities: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def read_node_notes(output: str) -> NodeNotes:
    r"""Read a model's notes: JSON as `NODE_NOTES_SCHEMA` asks for, or lines with "Summary:", "Entities:" and "Themes:".

    >>> read_node_notes('{"summary": "Ada.", "entities": [{"name": "Ada"}, "Ada"], "themes": "code; history"}')
    NodeNotes(summary='Ada.', entities=('Ada',), themes=('code', 'history'))
    >>> read_node_notes("Summary: Ada wrote it.\nEntities: Ada, London").entities
    ('Ada', 'London')

    Raises:
        UnreadableError: there is neither a summary nor a name nor a theme.
    """
    output = well_formed(without_thought(output)).replace("\0", " ")
    try:
        value = read_json(output)
    except UnreadableError:
        value = None
    told = (
        {str(key).strip().lower(): part for key, part in value.items()} if isinstance(value, Mapping) else {}
    )
    if not set(told) & {"summary", *_LISTS}:
        told = _from_lines(output)
    summary = told.get("summary")
    notes = NodeNotes(
        " ".join(summary.split()) if isinstance(summary, str) else "",
        *(_names(told.get(name)) for name in _LISTS),
    )
    if notes == NodeNotes():
        raise UnreadableError(
            f'expected {{"summary": "...", "entities": ["..."], "themes": ["..."]}}, got {output[:60]!r}'
        )
    return notes


def _from_lines(output: str) -> dict[str, Any]:
    labels = list(_LABELLED.finditer(output))
    ends = [*(label.start() for label in labels[1:]), len(output)]
    return {
        label["key"].lower(): output[label.end() : end].strip()
        for label, end in zip(labels, ends, strict=False)
    }


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, Mapping):  # entities by kind: {"people": ["Ada"]}
        value = [one for part in value.values() for one in (part if isinstance(part, list) else [part])]
    elif isinstance(value, str):
        value = _BETWEEN.split(value)
    if not isinstance(value, list):
        return ()
    names = [" ".join(name.split())[:_LONGEST] for one in value if (name := _name(one))]
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST]


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "entity", "theme", "text") if key in value), None)
    return value.strip(" \t\n-*•") if isinstance(value, str) else ""
