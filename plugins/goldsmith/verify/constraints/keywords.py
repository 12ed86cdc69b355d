"""Demands on the words and the language of a response."""

import re
from typing import ClassVar, Self

from pydantic import Field

from goldsmith.filters import detect_languages, language_reason
from goldsmith.verify.constraints.constraint import Constraint, Drawing, Relation, holds

__all__ = ["Existence", "Forbidden", "Frequency", "LetterFrequency", "ResponseLanguage"]

_KEYWORDS = frozenset({"keywords", "language"})
_LANGUAGES = {
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "zh": "Chinese",
}


class Existence(Constraint):
    """Every keyword occurs, as a word, in any case."""

    aspects: ClassVar[frozenset[str]] = _KEYWORDS
    words_needed: ClassVar[int] = 2
    kind: ClassVar[str] = "keywords:existence"
    keywords: list[str] = Field(min_length=1)

    def text(self) -> str:
        return f"Include the keywords {_listed(self.keywords)} in the response."

    def problem(self, response: str) -> str | None:
        missing = [word for word in self.keywords if not _times(word, response)]
        return f"{_listed(missing)} missing" if missing else None

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(keywords=drawing.some_words(2))


class Frequency(Constraint):
    """A keyword occurs so many times."""

    aspects: ClassVar[frozenset[str]] = _KEYWORDS
    words_needed: ClassVar[int] = 1
    kind: ClassVar[str] = "keywords:frequency"
    keyword: str
    relation: Relation = "at least"
    count: int = Field(ge=0)

    def text(self) -> str:
        return f'In the response, the word "{self.keyword}" should appear {self.relation} {self.count} times.'

    def problem(self, response: str) -> str | None:
        return _counted(_times(self.keyword, response), self.relation, self.count, f'"{self.keyword}"')

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(keyword=drawing.some_words(1)[0], count=drawing.number(2, 4))


class Forbidden(Constraint):
    """None of the words occurs."""

    aspects: ClassVar[frozenset[str]] = _KEYWORDS
    words_needed: ClassVar[int] = 2
    kind: ClassVar[str] = "keywords:forbidden_words"
    words: list[str] = Field(min_length=1)

    def text(self) -> str:
        return f"Do not use the words {_listed(self.words)} in the response."

    def problem(self, response: str) -> str | None:
        found = [word for word in self.words if _times(word, response)]
        return f"{_listed(found)} used" if found else None

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(words=drawing.some_words(2))


class LetterFrequency(Constraint):
    """A letter occurs so many times, in either case."""

    aspects: ClassVar[frozenset[str]] = frozenset({"letters", "language"})
    kind: ClassVar[str] = "keywords:letter_frequency"
    letter: str = Field(min_length=1, max_length=1)
    relation: Relation = "at least"
    count: int = Field(ge=0)

    def text(self) -> str:
        return (
            f'In the response, the letter "{self.letter}" should appear {self.relation} {self.count} times.'
        )

    def problem(self, response: str) -> str | None:
        times = response.casefold().count(self.letter.casefold())
        return _counted(times, self.relation, self.count, f'"{self.letter}"')

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        relation = drawing.relation()
        return cls(letter=drawing.one_of("bcdfghklmpvw"), relation=relation, count=drawing.number(6, 12))


class ResponseLanguage(Constraint):
    """The whole response is in one language; where nobody could tell, it is taken to be."""

    aspects: ClassVar[frozenset[str]] = frozenset({"language", "case"})
    kind: ClassVar[str] = "language:response_language"
    language: str = Field(pattern="^[a-z]{2}$", description="its ISO 639-1 code")

    def text(self) -> str:
        name = _LANGUAGES.get(self.language, f'the language with the ISO code "{self.language}"')
        return f"The whole response should be in {name}, no other language is allowed."

    def problem(self, response: str) -> str | None:
        return language_reason(detect_languages([response])[0], [self.language], min_letters=20)

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(language=drawing.one_of(sorted(_LANGUAGES)))


def _times(word: str, text: str) -> int:
    whole = rf"(?<!\w){re.escape(word.casefold())}(?!\w)"
    return len(re.findall(whole, text.casefold())) if word else 0


def _listed(words: list[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _counted(times: int, relation: Relation, count: int, what: str) -> str | None:
    return None if holds(times, relation, count) else f"{what} {times} times, wanted {relation} {count}"
