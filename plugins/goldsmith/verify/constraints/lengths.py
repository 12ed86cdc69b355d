"""Demands on how long a response is, and on its paragraphs."""

import re
from typing import ClassVar, Self

from pydantic import Field

from goldsmith.filters.words import split_words
from goldsmith.verify.constraints.constraint import Constraint, Drawing, Relation, holds

__all__ = ["NthParagraph", "Paragraphs", "Sentences", "Words"]

_SENTENCE_END = re.compile(r"(?<![.!?\u2026])[.!?\u2026]++(?=[\s\"'\u201d\u2019)\]]|$)|[\u3002\uff01\uff1f]+")
_DIVIDER = re.compile(r"^[ \t]*\*\*\*[ \t]*$", re.MULTILINE)


class Words(Constraint):
    """So many words; in scripts without blanks every character is one."""

    aspects: ClassVar[frozenset[str]] = frozenset({"length"})
    kind: ClassVar[str] = "length_constraints:number_words"
    relation: Relation = "at least"
    count: int = Field(ge=1)

    def text(self) -> str:
        return f"Answer with {self.relation} {self.count} words."

    def problem(self, response: str) -> str | None:
        words = sum(any(map(str.isalnum, word)) for word in split_words(response))
        return _counted(words, self.relation, self.count, "words")

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        relation = drawing.relation()
        return cls(relation=relation, count=drawing.number(100, 400, 50))


class Sentences(Constraint):
    """So many sentences: runs of text that hold a letter or digit, up to a full stop, an exclamation or a question mark."""

    aspects: ClassVar[frozenset[str]] = frozenset({"length"})
    kind: ClassVar[str] = "length_constraints:number_sentences"
    relation: Relation = "at least"
    count: int = Field(ge=1)

    def text(self) -> str:
        return f"The response should contain {self.relation} {self.count} sentences."

    def problem(self, response: str) -> str | None:
        sentences = sum(any(map(str.isalnum, part)) for part in _SENTENCE_END.split(response))
        return _counted(sentences, self.relation, self.count, "sentences")

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        relation = drawing.relation()
        return cls(relation=relation, count=drawing.number(4, 12))


class Paragraphs(Constraint):
    """So many paragraphs, parted by lines of three asterisks."""

    aspects: ClassVar[frozenset[str]] = frozenset({"layout"})
    kind: ClassVar[str] = "length_constraints:number_paragraphs"
    count: int = Field(ge=1)

    def text(self) -> str:
        return (
            f"Write {self.count} paragraphs, with a line of three asterisks (***) between one and the next."
        )

    def problem(self, response: str) -> str | None:
        parts = [part for part in _DIVIDER.split(response) if part.strip()]
        return _counted(len(parts), "exactly", self.count, "paragraphs between lines of ***")

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(count=drawing.number(2, 5))


class NthParagraph(Constraint):
    """So many paragraphs, parted by blank lines, and the n-th begins with a word."""

    aspects: ClassVar[frozenset[str]] = frozenset({"layout", "language"})
    words_needed: ClassVar[int] = 1
    kind: ClassVar[str] = "length_constraints:nth_paragraph_first_word"
    count: int = Field(ge=1)
    nth: int = Field(ge=1)
    first_word: str

    def text(self) -> str:
        return (
            f"There should be {self.count} paragraphs, with a blank line between one and the next and nowhere else. "
            f'Paragraph {self.nth} must start with the word "{self.first_word}".'
        )

    def problem(self, response: str) -> str | None:
        parts = [part for part in re.split(r"\n[ \t]*\n", response) if part.strip()]
        if len(parts) != self.count or self.nth > len(parts):
            return f"{len(parts)} paragraphs, wanted {self.count}"
        first = re.search(r"\w+", parts[self.nth - 1])
        begun = first[0] if first else ""
        if begun.casefold() == self.first_word.casefold():
            return None
        return f'paragraph {self.nth} starts with "{begun[:40]}", not "{self.first_word}"'

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        count = drawing.number(2, 5)
        return cls(count=count, nth=drawing.number(1, count), first_word=drawing.some_words(1)[0])


def _counted(found: int, relation: Relation, wanted: int, what: str) -> str | None:
    return None if holds(found, relation, wanted) else f"{found} {what}, wanted {relation} {wanted}"
