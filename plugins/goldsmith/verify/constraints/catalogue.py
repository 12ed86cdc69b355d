"""All families of constraints: read, written, drawn and checked."""

import json
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from pydantic import ValidationError

from goldsmith.errors import InputError
from goldsmith.verify.constraints import ends, keywords, layout, lengths
from goldsmith.verify.constraints.constraint import Constraint, Drawing

__all__ = [
    "ANY_LANGUAGE_KINDS",
    "CONSTRAINT_KINDS",
    "constraint_problems",
    "constraints_json",
    "draw_constraints",
    "read_constraints",
]

_FAMILIES: dict[str, type[Constraint]] = {
    family.kind: family
    for family in (
        keywords.Existence,
        keywords.Frequency,
        keywords.Forbidden,
        keywords.LetterFrequency,
        keywords.ResponseLanguage,
        lengths.Words,
        lengths.Sentences,
        lengths.Paragraphs,
        lengths.NthParagraph,
        layout.Bullets,
        layout.Highlights,
        layout.Sections,
        layout.JsonFormat,
        layout.Title,
        layout.Placeholders,
        layout.TwoResponses,
        ends.EndsWith,
        ends.Quotation,
        ends.RepeatPrompt,
        ends.Choice,
        ends.Postscript,
        ends.Uppercase,
        ends.Lowercase,
        ends.CapitalWords,
        ends.NoComma,
    )
}
CONSTRAINT_KINDS = tuple(_FAMILIES)
# Those that demand no English phrase, letter case or words of the subject, and settle no language.
ANY_LANGUAGE_KINDS = tuple(kind for kind, family in _FAMILIES.items() if "language" not in family.aspects)


def draw_constraints(
    seed: str, count: int, *, words: Sequence[str] = (), kinds: Iterable[str] = CONSTRAINT_KINDS
) -> list[Constraint]:
    """Return up to `count` constraints of different families that do not contradict each other, drawn by `seed`.

    Args:
        seed: the same one draws the same constraints.
        count: how many; fewer come back when no further one goes with those drawn.
        words: of the subject, for demands on keywords; without any there are no such demands.
        kinds: the families to draw from.

    Raises:
        InputError: a kind is none of `CONSTRAINT_KINDS`.

    >>> [constraint.kind for constraint in draw_constraints("row 1", 2)]
    ['startend:end_checker', 'length_constraints:number_sentences']
    """
    kinds = list(kinds)
    unknown = sorted(set(kinds) - set(_FAMILIES))
    if unknown:
        raise InputError(f"no constraints of kind {unknown}, there are {list(_FAMILIES)}")
    drawing = Drawing(Random(seed), list(dict.fromkeys(words)))  # noqa: S311 (no secrets)
    drawn: list[Constraint] = []
    for kind in drawing.rng.sample(kinds, len(kinds)):
        family = _FAMILIES[kind]
        settled = any(family.aspects & other.aspects for other in drawn)
        if len(drawn) < count and not settled and family.words_needed <= len(drawing.words):
            drawn.append(family.drawn(drawing))
    return drawn


def constraint_problems(response: str, constraints: Iterable[Constraint]) -> list[str]:
    """Return for each constraint that `response` does not meet its kind and what is wrong; nothing if it meets all.

    Rules, not understanding: a constraint is met in form, whatever the response says. Words that a constraint asks for count
    in any case. A language is told from 20 letters on; what nobody could tell passes.

    >>> constraints = read_constraints('[{"kind": "punctuation:no_comma"}, {"kind": "detectable_format:title"}]')
    >>> constraint_problems("<<Rain>> It rains, again.", constraints)
    ['punctuation:no_comma: 1 commas']
    """
    found = ((constraint.kind, constraint.problem(response)) for constraint in constraints)
    return [f"{kind}: {problem}" for kind, problem in found if problem]


def constraints_json(constraints: Iterable[Constraint]) -> str:
    """Return a JSON list that `read_constraints` reads, each constraint with its sentence as `text`.

    >>> constraints_json(read_constraints('[{"kind": "punctuation:no_comma"}]'))
    '[{"kind": "punctuation:no_comma", "text": "Do not use any commas in the entire response."}]'
    """
    written = [
        {"kind": constraint.kind, **constraint.model_dump(), "text": constraint.text()}
        for constraint in constraints
    ]
    return json.dumps(written, ensure_ascii=False)


def read_constraints(text: str) -> list[Constraint]:
    """Return the constraints of a JSON list of objects with `kind` and the family's parameters.

    Raises:
        InputError: it is no such list, a kind is unknown, or a parameter is missing, unknown or out of bounds.
    """
    try:
        given = json.loads(text)
    except (ValueError, TypeError, RecursionError) as err:
        raise InputError(f"constraints must be a JSON list of objects, got {text!r:.200}: {err}") from err
    if not isinstance(given, list):
        raise InputError(f"constraints must be a JSON list of objects, got {text!r:.200}")
    return [_constraint(item) for item in given]


def _constraint(item: Any) -> Constraint:
    kind = item.get("kind") if isinstance(item, dict) else None
    family = _FAMILIES.get(kind) if isinstance(kind, str) else None
    if family is None:
        raise InputError(f"no constraint of a known kind: {item!r:.200}; known are {list(_FAMILIES)}")
    try:
        return family.model_validate(
            {key: value for key, value in item.items() if key not in ("kind", "text")}
        )
    except ValidationError as err:
        first = err.errors()[0]
        where = ".".join(str(place) for place in first["loc"])
        raise InputError(f"{kind}: {first['msg']} (at {where!r}), got {item!r:.200}") from err
