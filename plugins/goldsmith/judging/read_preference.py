"""A pairwise judge's answer as the position it prefers."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json, without_thought

__all__ = ["PREFERENCE_SCHEMA", "read_preference"]

PREFERENCE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "better": {"type": "string", "enum": ["1", "2", "tie"]}},
    "required": ["reason", "better"],
    "additionalProperties": False,
}
Said: TypeAlias = Literal[1, 2, "tie"]

_VERDICT_KEYS = ("better", "preference", "preferred", "winner", "verdict", "choice", "best", "answer")
_REASON_KEYS = ("reason", "rationale", "reasoning", "explanation", "justification")
_WORDS: dict[str, Said] = {
    **dict.fromkeys(("1", "one", "first", "a"), 1),
    **dict.fromkeys(("2", "two", "second", "b"), 2),
    **dict.fromkeys(("tie", "tied", "draw", "equal", "equally good", "both", "neither", "none"), "tie"),
}
_NOUN = r"(?:response|answer|assistant|candidate|output|option|model|text)"
_ONE = rf"(?:the\s+)?(?:{_NOUN}\s+)?(?:no\.?\s+|number\s+|\#\s?)?[\[(\"'*]{{0,4}}(?P<one>1|2|one|two|first|second|a|b)[\])\"'*]{{0,4}}(?:\s+{_NOUN})?(?!\w)"
_TIE = r"(?:(?:it\s+is|it's|this\s+is)\s+)?(?:an?\s+)?(?P<tie>tied?|draw|equal(?:ly\s+good)?|both|neither|none)(?!\w)"
_NAMED = re.compile(
    rf"\W*(?:{_ONE}|{_TIE})\W*(?:(?:is|was)\s+(?:\w+ly\s+|much\s+)?better|wins)?\W*", re.IGNORECASE
)
_MARK = re.compile(r"\[\[\s*(?P<mark>a|b|c|1|2|tie)\s*\]\]", re.IGNORECASE)
_LABELLED = re.compile(
    r"^\W*(?:(?:final|my|the|overall)\s+)?(?:better(?:\s+\w+)?|winner|verdict|preference|preferred(?:\s+\w+)?)"
    r"\W{0,4}(?:is\b|[:=-])(?P<said>[^\n]{1,80})",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE = re.compile(
    rf"{_NOUN}\s+(?P<subject>1|2|a|b|one|two)\s+(?:is|was)\s+(?:(?:clearly|slightly|much|far|the|somewhat|significantly)\s+)*"
    rf"(?:better|superior|best|preferred|winner)\b|\b(?:I\s+)?prefer\s+(?:the\s+)?{_NOUN}\s+(?P<object>1|2|a|b|one|two)\b",
    re.IGNORECASE,
)


def read_preference(text: str) -> tuple[Said, str]:
    r"""Return the position that a judge prefers, 1, 2 or "tie", and its reason, "" where it gives none.

    The answer may be JSON as `PREFERENCE_SCHEMA` asks for or with other common keys, MT-Bench's mark ("[[A]]", "[[B]]", "[[C]]" for a
    tie), a labelled line ("Verdict: Response 2"), a name alone on the first or last line, or a sentence that says which one is
    better. Where it names two different winners in the same way there is no verdict.

    >>> read_preference('{"reason": "It answers.", "better": "2"}')
    (2, 'It answers.')
    >>> read_preference("Both name the river, the first also the sea.\n\n[[A]]")[0]
    1

    Raises:
        UnreadableError: there is no verdict, or there are two.
    """
    text = without_thought(text)
    said, reason = _of_json(text)
    if said is not None:
        return said, reason
    for found in (_marks(text), _labelled(text), _alone(text), _sentences(text)):
        verdicts = set(found)
        if len(verdicts) == 1:
            return verdicts.pop(), text.strip()[:1000]
        if verdicts:
            break
    raise UnreadableError(
        f'expected {{"reason": "...", "better": "1", "2" or "tie"}} with one verdict, got {text[:60]!r}'
    )


def _of_json(text: str) -> tuple[Said | None, str]:
    if "{" not in text or not any(key in text.lower() for key in _VERDICT_KEYS):
        return None, ""
    try:
        value = read_json(text)
    except UnreadableError:
        return None, ""
    if not isinstance(value, Mapping):
        return None, ""
    keys = {str(key).strip().lower(): inner for key, inner in value.items()}
    said = next((keys[key] for key in _VERDICT_KEYS if key in keys), None)
    reason = next((keys[key] for key in _REASON_KEYS if isinstance(keys.get(key), str)), "")
    return _named(said), reason.strip()


def _named(said: Any) -> Said | None:
    if isinstance(said, int | float) and not isinstance(said, bool):
        return 1 if said == 1 else 2 if said == 2 else None
    match = _NAMED.fullmatch(said) if isinstance(said, str) and len(said) < 200 else None
    return _word(match["one"] or match["tie"]) if match else None


def _word(said: str) -> Said:
    return _WORDS[" ".join(said.lower().split())]


def _marks(text: str) -> Iterable[Said]:
    found: list[Said] = [_word("tie" if mark[1].lower() == "c" else mark[1]) for mark in _MARK.finditer(text)]
    return found


def _labelled(text: str) -> Iterable[Said]:
    return [said for line in _LABELLED.finditer(text) if (said := _named(line["said"])) is not None]


def _alone(text: str) -> Iterable[Said]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [said for line in {*lines[:1], *lines[-1:]} if (said := _named(line)) is not None]


def _sentences(text: str) -> Iterable[Said]:
    return [_word(found["subject"] or found["object"]) for found in _SENTENCE.finditer(text)]
