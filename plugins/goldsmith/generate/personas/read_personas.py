# ruff: noqa: RUF001 (punctuation of several scripts)
"""Reading the personas that a model wrote."""

import re
from collections.abc import Mapping
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.filters.refusals import find_refusal, refusal_reason
from goldsmith.generate.personas.persona import Persona
from goldsmith.text import read_json, well_formed, without_thought

__all__ = ["read_personas"]

_LONGEST = 50_000  # characters that are looked at
_LEAST = 2  # letters of a persona, as in 护士; weak models say "A" or "A11"
_LAYERS = 6  # of quotation marks and emphasis around a persona
_FENCED = re.compile(r"\A```\w*\n(.*?)\n?(?:```|\Z)", re.DOTALL)
_ITEM = re.compile(r"^[ \t]*(?:[-*•·‣–]|#{1,4}|\(?\d{1,3}[.)、:]|\(\d{1,3}\))[ \t]+(?=\S)", re.MULTILINE)
_EDGE = r"[^\w\n]{0,12}_{0,2}"  # quotation marks, emphasis, bullets
_COLON = r"[*_ ]{0,4}[:：][*_ \t]{0,8}"
_WHO = (
    r"(?:persona|person|character|description|personaje|persönlichkeit|beschreibung|personnage|人物|角色|人设)"
    r"(?: ?\d{1,3})?(?: description)?"
)
_WHAT = r"(?:relation(?:ship)?|beziehung|relación|关系)"
_LABEL = re.compile(rf"^{_EDGE}{_WHO}{_COLON}\n?", re.IGNORECASE | re.MULTILINE)
_PAIR = re.compile(
    rf"{_WHAT}{_COLON}(?P<relation>[^\n]{{1,80}}?)[*_ ]{{0,4}}[\n,;][ \t]{{0,8}}{_EDGE}{_WHO}{_COLON}",
    re.IGNORECASE,
)
_RELATION = re.compile(
    rf"\A{_EDGE}(?:(?P<relation>[^\n:：.!?。]{{1,60}}?){_COLON}|(?P<short>[^\W\d]+(?: [^\W\d]+){{0,2}})[*_]{{0,2}} [–—-] )(?=\S)"
)
_ATTRIBUTE = re.compile(rf"{_EDGE}[^\n:：.]{{1,40}}?{_COLON}\S")
_PREAMBLE = re.compile(
    r"\A(?:sure|certainly|of course|okay|ok|based on|here(?:'s| is| are)?|the (?:following )?persona)\b[^\n]{0,200}[:：]\s*\n+",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(
    rf"^{_EDGE}(?:reason(?:ing)?|explanation|rationale|justification|note|why|begründung|explication)\b[*_ ]{{0,4}}[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“", "「": "」", "'": "'", "`": "`", "*": "*", "_": "_"}
_KEYS = ("persona", "description", "person", "character")
_RELATION_KEYS = ("relation", "relationship")


def read_personas(output: str, most: int, *, relations: bool = False) -> list[Persona]:
    r"""Read the first `most` personas of a model's output.

    JSON as `personas_schema` asks for it, or text: list items, what follows labels as "Persona:", paragraphs. Preambles,
    labels, quotation marks and words of reasoning are left out; a relation stands before a colon.

    >>> read_personas('Sure! Here it is:\n\n**Persona:** "A night nurse."', 1)
    [Persona(description='A night nurse.', relation='')]
    >>> read_personas("1. Patient: A boy with asthma.\n2. Her son - A drummer.", 2, relations=True)
    [Persona(description='A boy with asthma.', relation='Patient'), Persona(description='A drummer.', relation='Her son')]

    Raises:
        UnreadableError: no persona is found, or the model refuses.
    """
    text = without_thought(well_formed(output[:_LONGEST]))
    told = _from_json(text) if text.startswith(("{", "[", "```json")) or '"persona' in text else None
    found = _from_text(text, most, relations=relations) if told is None else told
    personas = [persona for persona in found if sum(map(str.isalpha, persona.description)) >= _LEAST]
    for persona in personas:
        if reason := refusal_reason(find_refusal(persona.description), persona.description):
            raise UnreadableError(f"expected a persona, got a {reason}")
    if not personas:
        raise UnreadableError(f"expected a persona, got {output[:60]!r}")
    return personas[:most]


def _from_json(text: str) -> list[Persona] | None:
    try:
        value = read_json(text)
    except UnreadableError:
        return None
    if isinstance(value, Mapping):
        lists = [item for item in value.values() if isinstance(item, list)]
        value = lists[0] if lists and not _named(value, _KEYS) else [value]
    return [Persona(_plain(told), _plain(relation)) for told, relation in map(_item, value) if told]


def _item(value: Any) -> tuple[str, str]:
    if isinstance(value, Mapping):
        return _named(value, _KEYS), _named(value, _RELATION_KEYS)
    return (value if isinstance(value, str) else ""), ""


def _named(value: Mapping[Any, Any], names: tuple[str, ...]) -> str:
    low = {str(key).strip().lower(): item for key, item in value.items()}
    return next((low[name] for name in names if isinstance(low.get(name), str)), "")


def _from_text(text: str, most: int, *, relations: bool) -> list[Persona]:
    if fenced := _FENCED.match(text):
        text = fenced[1].strip()
    text = _PREAMBLE.sub("", text)
    if relations:
        text = _PAIR.sub(r"- \g<relation>: ", text)
    parts = [_AFTERWORD.split(part)[0] for part in _parts(text, most)]
    return [_persona(part, relations=relations) for part in parts if part.strip()]


def _parts(text: str, most: int) -> list[str]:
    """Return the texts of the personas: those of list items, of labels, of paragraphs, of lines."""
    items = list(_ITEM.finditer(text))
    if most == 1 and len(items) > 1 and all(_ATTRIBUTE.match(text, item.end()) for item in items):
        return [_one_of_attributes(text[: items[0].start()], _between(text, items))]
    for marks in (items, list(_LABEL.finditer(text))):
        if marks:
            return _between(text, marks)
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    return paragraphs[0].splitlines() if len(paragraphs) == 1 and most > 1 else paragraphs


def _between(text: str, marks: list[re.Match[str]]) -> list[str]:
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    # A paragraph after an item is not of the list any more.
    return [_first_paragraph(text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def _one_of_attributes(head: str, attributes: list[str]) -> str:
    """Return a persona told as a list of name, age, occupation and so on."""
    name = _LABEL.sub("", head).strip().rstrip(":：")
    return "; ".join(filter(None, [name, *(" ".join(told.split()).replace("**", "") for told in attributes)]))


def _first_paragraph(text: str) -> str:
    return re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0]


def _persona(part: str, *, relations: bool) -> Persona:
    part = _LABEL.sub("", _plain(part), count=1).strip()
    relation = ""
    if relations and (match := _RELATION.match(part)):
        relation, part = match["relation"] or match["short"], _LABEL.sub("", part[match.end() :], count=1)
    return Persona(_plain(part), _plain(relation))


def _plain(text: str) -> str:
    """Return the text on one line, without quotation marks or emphasis around all of it."""
    text = " ".join(text.split())
    for _ in range(_LAYERS):
        inner = text[1:-1]
        if not inner or _QUOTES.get(text[0]) != text[-1]:
            break
        if text[0] in inner.strip("*_") or text[-1] in inner.strip("*_"):
            break
        text = inner.strip()
    return text
