"""What every section of a report has."""

from dataclasses import dataclass, field, fields
from typing import ClassVar

from goldsmith.quality.html_report.plain import Json, plain

__all__ = ["Section"]


@dataclass(frozen=True)
class Section:
    """A titled part of a report, drawn by `templates/sections/{kind}.html`.

    Attributes:
        title: the heading.
        note: a sentence below it: how to read what follows.
    """

    title: str
    note: str = field(default="", kw_only=True)

    kind: ClassVar[str]

    def to_dict(self) -> dict[str, Json]:
        """Return the section's kind and data as plain JSON."""
        return {"kind": self.kind} | {item.name: plain(getattr(self, item.name)) for item in fields(self)}
