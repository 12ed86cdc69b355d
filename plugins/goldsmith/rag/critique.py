"""What judges say of a question, its answer and its contexts: reading it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json, well_formed, without_thought

__all__ = [
    "ATTEMPT_SCHEMA",
    "CHECKS",
    "CLAIMS_SCHEMA",
    "Attempt",
    "Claim",
    "read_attempt",
    "read_claims",
    "unsupported",
]

CHECKS: dict[str, str] = {
    "written": "it has all its parts, its evidence stands in the contexts, it is as long as asked for and points at no text",
    "novel": "no question of the set says the same",
    "self_contained": "a reader without the documents knows what is asked",
    "supported": "the contexts support every claim of the answer",
    "answerable": "whoever has the contexts comes to the answer",
    "closed_book": "a model without the contexts does not",
    "necessary": "with one context left out nobody does",
    "out_of_scope": "none of the nearest chunks answers it",
}
"""What a question must pass, in this order; the last stands in place of the four before it where it must be refused."""

_TRUE = {"true", "yes", "supported"}
_FALSE = {"false", "no", "not supported", "unsupported"}
_UNKNOWN = re.compile(r"\W*(?:unknown|i (?:do not|don['’]t) know|not known|no answer)\b", re.IGNORECASE)  # noqa: RUF001

CLAIMS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "claim": {"type": "string"},
                    "reason": {"type": "string"},
                    "supported": {"type": "boolean"},
                },
                "required": ["claim", "reason", "supported"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["claims"],
    "additionalProperties": False,
}
ATTEMPT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"known": {"type": "boolean"}, "answer": {"type": "string"}},
    "required": ["known", "answer"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Claim:
    """One claim of an answer.

    Attributes:
        text: the claim.
        supported: whether the contexts support it.
        reason: why.
    """

    text: str
    supported: bool
    reason: str = ""


@dataclass(frozen=True)
class Attempt:
    """An answer to a question from some contexts, or from none.

    Attributes:
        known: whether there is one.
        answer: the answer.
    """

    known: bool
    answer: str = ""


def read_claims(output: str) -> list[Claim]:
    """Read a judge's list of claims: `{"claims": [{"claim": "...", "reason": "...", "supported": true or false}]}`.

    A claim without a clear verdict makes the whole list unreadable: it must not count as supported.

    >>> read_claims('{"claims": [{"claim": "It is 3.", "reason": "It says 4.", "supported": "no"}]}')
    [Claim(text='It is 3.', supported=False, reason='It says 4.')]

    Raises:
        UnreadableError: there is no claim, or one without a verdict.
    """
    value = read_json(well_formed(without_thought(output)).replace("\0", " "))
    if isinstance(value, Mapping):
        value = value.get("claims")
    claims = [_claim(one) for one in value] if isinstance(value, list) else []
    if not claims or None in claims:
        raise UnreadableError(
            f'expected {{"claims": [{{"claim": "...", "reason": "...", "supported": true or false}}]}}, got {output[:60]!r}'
        )
    return [claim for claim in claims if claim]


def unsupported(claims: list[Claim]) -> str:
    """Return the first claim that the contexts do not support, "" if they support all.

    >>> unsupported([Claim("It is 3.", True), Claim("It is red.", False)])
    'It is red.'
    """
    return next((claim.text for claim in claims if not claim.supported), "")


def read_attempt(output: str) -> Attempt:
    """Read an attempt: `{"known": true or false, "answer": "..."}`, or an answer that begins with "unknown".

    >>> read_attempt('{"known": true, "answer": "In 1843."}')
    Attempt(known=True, answer='In 1843.')
    >>> read_attempt("Unknown.")
    Attempt(known=False, answer='')

    Raises:
        UnreadableError: it is neither, or says that it knows and no answer.
    """
    output = well_formed(without_thought(output)).replace("\0", " ")
    try:
        value = read_json(output)
    except UnreadableError:
        if _UNKNOWN.match(output):
            return Attempt(known=False)
        raise
    known = _verdict(value.get("known")) if isinstance(value, Mapping) else None
    answer = value.get("answer") if isinstance(value, Mapping) else None
    answer = answer.strip() if isinstance(answer, str) else ""
    if known is None or (known and not answer):
        raise UnreadableError(f'expected {{"known": true or false, "answer": "..."}}, got {output[:60]!r}')
    return Attempt(known, answer if known else "")


def _claim(value: Any) -> Claim | None:
    if not isinstance(value, Mapping):
        return None
    text, supported, reason = value.get("claim"), _verdict(value.get("supported")), value.get("reason")
    if not isinstance(text, str) or not text.strip() or supported is None:
        return None
    return Claim(" ".join(text.split()), supported, reason.strip() if isinstance(reason, str) else "")


def _verdict(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = " ".join(value.lower().split()) if isinstance(value, str) else ""
    return True if word in _TRUE else False if word in _FALSE else None
