"""Demands on the form of a response: lists, sections, highlights, a title, JSON."""

import re
from typing import ClassVar, Self

from pydantic import Field

from goldsmith.filters import json_reason
from goldsmith.verify.constraints.constraint import Constraint, Drawing

__all__ = ["Bullets", "Highlights", "JsonFormat", "Placeholders", "Sections", "Title", "TwoResponses"]

_BULLET = re.compile(r"^[ \t]*(?:\*(?!\*)|-(?!-))[ \t]*\S", re.MULTILINE)
_HIGHLIGHT = re.compile(r"\*\*([^*\n]+)\*\*|\*([^*\n]+)\*")
_LAYOUT = frozenset({"layout"})


class Bullets(Constraint):
    """Exactly so many bullet points, lines that begin with * or -."""

    aspects: ClassVar[frozenset[str]] = _LAYOUT
    kind: ClassVar[str] = "detectable_format:number_bullet_lists"
    count: int = Field(ge=1)

    def text(self) -> str:
        return (
            f'The answer must contain exactly {self.count} bullet points, each a line that begins with "* ".'
        )

    def problem(self, response: str) -> str | None:
        found = len(_BULLET.findall(response))
        return None if found == self.count else f"{found} bullet points, wanted exactly {self.count}"

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(count=drawing.number(3, 7))


class Highlights(Constraint):
    """At least so many passages between asterisks."""

    aspects: ClassVar[frozenset[str]] = frozenset({"highlights"})
    kind: ClassVar[str] = "detectable_format:number_highlighted_sections"
    count: int = Field(ge=1)

    def text(self) -> str:
        return f"Highlight at least {self.count} parts of the answer in Markdown, as in *highlighted part*."

    def problem(self, response: str) -> str | None:
        found = sum(bool((bold or plain).strip()) for bold, plain in _HIGHLIGHT.findall(response))
        return None if found >= self.count else f"{found} highlighted parts, wanted at least {self.count}"

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(count=drawing.number(2, 5))


class Sections(Constraint):
    """At least so many sections, each marked by a word and its number."""

    aspects: ClassVar[frozenset[str]] = _LAYOUT | {"language"}
    kind: ClassVar[str] = "detectable_format:multiple_sections"
    mark: str = Field(min_length=1)
    count: int = Field(ge=1)

    def text(self) -> str:
        return (
            f'The response must have {self.count} sections. Mark the beginning of each with "{self.mark} X", '
            f'such as "{self.mark} 1" and "{self.mark} 2".'
        )

    def problem(self, response: str) -> str | None:
        found = len(re.findall(rf"(?<!\w){re.escape(self.mark)}\s?\d+", response, re.IGNORECASE))
        return None if found >= self.count else f'{found} times "{self.mark} X", wanted {self.count}'

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(mark=drawing.one_of(("SECTION", "PART", "DAY")), count=drawing.number(2, 5))


class JsonFormat(Constraint):
    """All of the response is JSON, bare or in one code fence."""

    aspects: ClassVar[frozenset[str]] = frozenset(
        {"layout", "start", "end", "commas", "title", "highlights", "case"}
    )
    kind: ClassVar[str] = "detectable_format:json_format"

    def text(self) -> str:
        return "The entire output should be wrapped in JSON format; Markdown ticks such as ``` may stand around it."

    def problem(self, response: str) -> str | None:
        said = response.strip()
        if said.startswith("```") and said.endswith("```"):
            said = said[3:-3].partition("\n")[2]
        return json_reason(said)


class Title(Constraint):
    """A title in double angular brackets."""

    aspects: ClassVar[frozenset[str]] = frozenset({"title"})
    kind: ClassVar[str] = "detectable_format:title"

    def text(self) -> str:
        return "The answer must contain a title in double angular brackets, such as <<poem of joy>>."

    def problem(self, response: str) -> str | None:
        found = any(title.strip("<> \t") for title in re.findall(r"<<([^\n<>]+)>>", response))
        return None if found else "no title in << >>"


class Placeholders(Constraint):
    """At least so many placeholders in square brackets."""

    aspects: ClassVar[frozenset[str]] = frozenset({"placeholders", "layout"})
    kind: ClassVar[str] = "detectable_content:number_placeholders"
    count: int = Field(ge=1)

    def text(self) -> str:
        return f"The response must contain at least {self.count} placeholders in square brackets, such as [address]."

    def problem(self, response: str) -> str | None:
        found = len(re.findall(r"\[[^\[\]\n]+\]", response))
        return None if found >= self.count else f"{found} placeholders, wanted at least {self.count}"

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:
        return cls(count=drawing.number(1, 4))


class TwoResponses(Constraint):
    """Two different responses, parted by six asterisks."""

    aspects: ClassVar[frozenset[str]] = frozenset({"layout", "length", "start", "end"})
    kind: ClassVar[str] = "combination:two_responses"

    def text(self) -> str:
        return "Give two different responses, parted by six asterisks and nothing else: ******."

    def problem(self, response: str) -> str | None:
        parts = [part.strip() for part in response.split("******")]
        if len(parts) != 2 or not all(parts):
            return f"{sum(map(bool, parts))} responses parted by ******, wanted 2"
        return "the two responses are the same" if parts[0] == parts[1] else None
