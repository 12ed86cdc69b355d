"""The report: what was done, what it is worth, and the rows to see it in."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from goldsmith.errors import InputError
from goldsmith.quality.html_report.atomic_write import atomic_write
from goldsmith.quality.html_report.page import page
from goldsmith.quality.html_report.plain import Json
from goldsmith.quality.html_report.section import Section

__all__ = ["Report"]


@dataclass(frozen=True)
class Report:
    """Sections under a title, as one HTML file that needs nothing else.

    Attributes:
        title: the heading.
        subtitle: what it is about: data, model, date.
        sections: from top to bottom; from five on there is a table of contents.
        banner: a warning above everything, such as "Reviews in this run are simulated".

    Raises:
        InputError: something among the sections is not a section.

    >>> from goldsmith.quality import Numbers, Tile
    >>> report = Report("Spam", "1,756 comments", [Numbers("At a glance", [Tile("Rows", 1756)])])
    >>> report.to_dict()["sections"][0]["tiles"][0]["value"]
    1756
    """

    title: str
    subtitle: str
    sections: Sequence[Section]
    banner: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn before any work is spent on it."""
        for section in self.sections:
            if not isinstance(section, Section):
                raise InputError(
                    f"a report is made of sections (Numbers, Bars, Table, ...), got {section!r:.80}"
                )

    def html(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to `path`, at once or not at all, and return the file's full path.

        Raises:
            OSError: the file cannot be written; an old one is left as it was.
        """
        return atomic_write(path, page(self.title, self.subtitle, self.sections, self.banner))

    def to_dict(self) -> dict[str, Json]:
        """Return everything the page shows as plain JSON."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "banner": self.banner,
            "sections": [section.to_dict() for section in self.sections],
        }
