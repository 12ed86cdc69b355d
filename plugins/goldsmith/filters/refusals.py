# ruff: noqa: RUF001 (punctuation of several scripts)
"""Answers in which a model refuses, or speaks of being one."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from goldsmith.errors import InputError
from goldsmith.filters.quoted import without_code, without_quotes
from goldsmith.filters.refusal_phrases import PHRASES
from goldsmith.filters.words import checked

__all__ = ["REFUSAL_LANGUAGES", "Refusal", "find_refusal", "refusal_reason"]

REFUSAL_LANGUAGES = tuple(PHRASES)
# "Phrases like As an AI language model, I ...": the words are spoken of, not said.
_SPOKEN_OF = re.compile(
    r"\b(?:phrases?|sentences?|words?|lines?|expressions?|clich[ée]s?|such as|like|called|titled|says?|said|saying|saying"
    r"|write|writes|wrote|begins? with|starts? with|answer(?:s|ed)? with|respond(?:s|ed)? with|repl(?:y|ies|ied)|phrases?"
    r"|satz|sätze|floskeln?|wie|sagt|formel|formulierung|phrase|expression|dit|écrit|comme|frase|expresi[óo]n|dice|diz|expressão)"
    r"\W{0,3}$",
    re.IGNORECASE,
)
_EVEN = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "})
_LONGEST_READ = 20_000  # characters; a refusal further down is not what the answer is


@dataclass(frozen=True)
class Refusal:
    """A model's refusal or boilerplate at `text[start:end]`.

    Attributes:
        kind: "refusal", or "boilerplate" when a model only speaks of being one.
        language: ISO 639-1 code of the phrase.
        start: the first code point.
        end: the one after the last.
    """

    kind: str
    language: str
    start: int
    end: int


def find_refusal(text: str, *, languages: Collection[str] = REFUSAL_LANGUAGES) -> Refusal | None:
    """Return the first refusal in `text`, or else the first boilerplate, or None.

    What stands in quotation marks or code, or after words like "the phrase", is spoken of and not said. Rules, not
    understanding: a refusal in other words than `refusal_phrases.py` knows is missed. The first 20,000 characters are
    read.

    >>> find_refusal("I'm sorry, but I can't help with that.").kind
    'refusal'
    >>> find_refusal("I'm sorry, but I can't come to your party.") is None
    True

    Raises:
        InputError: `text` is no string, or a language is none of `REFUSAL_LANGUAGES`.
    """
    unknown = set(languages) - set(REFUSAL_LANGUAGES)
    if unknown:
        raise InputError(f"no refusals known in {sorted(unknown)}, only in {list(REFUSAL_LANGUAGES)}")
    said = without_quotes(without_code(checked(text)[:_LONGEST_READ].translate(_EVEN)))
    for kind in ("refusal", "boilerplate"):
        found = [
            Refusal(kind, language, match.start(), match.end())
            for language in REFUSAL_LANGUAGES
            if language in languages
            for match in _pattern(kind, language).finditer(said)
            if not _SPOKEN_OF.search(said[max(0, match.start() - 40) : match.start()])
        ]
        if found:
            return min(found, key=lambda refusal: refusal.start)
    return None


def refusal_reason(refusal: Refusal | None, text: str) -> str | None:
    """Return the words found, or None.

    >>> text = "As an AI language model, I have no opinion."
    >>> refusal_reason(find_refusal(text), text)
    'boilerplate: "As an AI language model, I" (en)'
    """
    if refusal is None:
        return None
    words = " ".join(text[refusal.start : refusal.end].split()).lstrip(".!?。！？ ")
    return f'{refusal.kind}: "{words[:80]}" ({refusal.language})'


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in PHRASES[language][kind]), re.IGNORECASE)
