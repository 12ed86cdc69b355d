"""Plain paragraphs."""

import re
from dataclasses import dataclass
from typing import ClassVar

from goldsmith.quality.html_report.section import Section

__all__ = ["Text"]


@dataclass(frozen=True)
class Text(Section):
    r"""Paragraphs of plain text, divided by empty lines.

    >>> Text("Method", "One.\n\nTwo.").paragraphs
    ['One.', 'Two.']
    """

    text: str

    kind: ClassVar[str] = "text"

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs, without empty ones."""
        return [part.strip() for part in re.split(r"\n\s*\n", self.text) if part.strip()]
