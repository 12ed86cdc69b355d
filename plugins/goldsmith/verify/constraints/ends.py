"""Demands on how a response begins and ends, on its letter case and its commas."""

import re
from typing import ClassVar, Self

from pydantic import Field

from goldsmith.verify.constraints.constraint import Constraint, Drawing, Relation, holds

__all__ = [
    "CapitalWords",
    "Choice",
    "EndsWith",
    "Lowercase",
    "NoComma",
    "Postscript",
    "Quotation",
    "RepeatPrompt",
    "Uppercase",
]

_CLOSINGS = (
    "Is there anything else I can help with?",
    "Any other questions?",
    "That is all you need to know.",
)
_CHOICES = ("My answer is yes.", "My answer is no.", "My answer is maybe.")
_QUOTES = {'"': '"', "\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c", "\u300c": "\u300d"}
_COMMAS = frozenset(",\uff0c\u3001\u060c")


class EndsWith(Constraint):
    """The last words are a given phrase, in any case."""

    aspects: ClassVar[frozenset[str]] = frozenset({"end", "language"})
    kind: ClassVar[str] = "startend:end_checker"
    phrase: str = Field(min_length=1)

    def text(self) -> str:
        return (
            f'Finish the response with exactly this phrase: "{self.phrase}" No other words should follow it.'
        )

    def problem(self, response: str) -> str | None:
        ended = response.strip().strip('"').strip().casefold().endswith(self.phrase.strip().casefold())
        return None if ended else f'does not end with "{self.phrase}"'

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(phrase=drawing.one_of(_CLOSINGS))


class Quotation(Constraint):
    """All of it stands in quotation marks."""

    aspects: ClassVar[frozenset[str]] = frozenset({"start", "end"})
    kind: ClassVar[str] = "startend:quotation"

    def text(self) -> str:
        return "Wrap the entire response in double quotation marks."

    def problem(self, response: str) -> str | None:
        said = response.strip()
        whole = len(said) > 1 and said[-1] == _QUOTES.get(said[0])
        return None if whole else "not in double quotation marks"


class RepeatPrompt(Constraint):
    """The request comes first, word for word, and an answer after it."""

    aspects: ClassVar[frozenset[str]] = frozenset(
        {"start", "length", "case", "commas", "keywords", "letters", "language"}
    )
    kind: ClassVar[str] = "combination:repeat_prompt"
    prompt: str = Field(default="", description="the request; not known before it is written")

    def text(self) -> str:
        return "First repeat this request word for word, without change and with nothing before it, then answer it."

    def problem(self, response: str) -> str | None:
        wanted, said = (" ".join(text.split()).casefold() for text in (self.prompt, response))
        if not wanted or not said.startswith(wanted):
            return "does not begin with the request"
        return None if said[len(wanted) :].strip() else "repeats the request and does not answer it"


class Choice(Constraint):
    """One of a few phrases is said."""

    aspects: ClassVar[frozenset[str]] = frozenset({"layout", "length", "language", "start", "end", "title"})
    kind: ClassVar[str] = "detectable_format:constrained_response"
    choices: list[str] = Field(default=list(_CHOICES), min_length=1)

    def text(self) -> str:
        return f"Answer with one of these options: {', '.join(repr(choice) for choice in self.choices)}."

    def problem(self, response: str) -> str | None:
        said = response.casefold()
        chosen = any(choice.casefold() in said for choice in self.choices)
        return None if chosen else "none of the options is said"


class Postscript(Constraint):
    """A postscript at the end, after a mark at the beginning of a line."""

    aspects: ClassVar[frozenset[str]] = frozenset({"end", "language"})
    kind: ClassVar[str] = "detectable_content:postscript"
    mark: str = Field(default="P.S.", min_length=1)

    def text(self) -> str:
        return f"At the end of the response, add a postscript that starts with {self.mark}"

    def problem(self, response: str) -> str | None:
        letters = r"\s?".join(re.escape(letter) for letter in self.mark if not letter.isspace())
        found = re.search(rf"(?:^|\n)[ \t]*{letters}[ \t]*\S", response, re.IGNORECASE)
        return None if found else f"no postscript after {self.mark}"

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(mark=drawing.one_of(("P.S.", "P.P.S")))


class Uppercase(Constraint):
    """No lower-case letter."""

    aspects: ClassVar[frozenset[str]] = frozenset({"case", "language"})
    kind: ClassVar[str] = "change_case:english_capital"

    def text(self) -> str:
        return "The entire response should be in capital letters only."

    def problem(self, response: str) -> str | None:
        return _cased(response, upper=True)


class Lowercase(Constraint):
    """No capital letter."""

    aspects: ClassVar[frozenset[str]] = frozenset({"case", "language"})
    kind: ClassVar[str] = "change_case:english_lowercase"

    def text(self) -> str:
        return "The entire response should be in lowercase letters, no capital letters are allowed."

    def problem(self, response: str) -> str | None:
        return _cased(response, upper=False)


class CapitalWords(Constraint):
    """So many words in capital letters only."""

    aspects: ClassVar[frozenset[str]] = frozenset({"case", "language"})
    kind: ClassVar[str] = "change_case:capital_word_frequency"
    relation: Relation = "at least"
    count: int = Field(ge=0)

    def text(self) -> str:
        return (
            f"In the response, words in all capital letters should appear {self.relation} {self.count} times."
        )

    def problem(self, response: str) -> str | None:
        found = sum(word.isupper() for word in re.findall(r"\w+", response))
        if holds(found, self.relation, self.count):
            return None
        return f"{found} words in capitals, wanted {self.relation} {self.count}"

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(relation=drawing.relation(), count=drawing.number(3, 8))


class NoComma(Constraint):
    """No comma of any script."""

    aspects: ClassVar[frozenset[str]] = frozenset({"commas"})
    kind: ClassVar[str] = "punctuation:no_comma"

    def text(self) -> str:
        return "Do not use any commas in the entire response."

    def problem(self, response: str) -> str | None:
        commas = sum(letter in _COMMAS for letter in response)
        return f"{commas} commas" if commas else None


def _cased(response: str, *, upper: bool) -> str | None:
    cased = [letter for letter in response if letter.isupper() or letter.islower()]
    wrong = sum(letter.isupper() != upper for letter in cased)
    if cased and not wrong:
        return None
    return f"{wrong} of {len(cased)} letters in the wrong case" if cased else "no letters"
