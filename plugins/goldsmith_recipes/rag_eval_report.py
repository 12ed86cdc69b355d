"""The report of the recipe `rag-eval`."""

from typing import Any

from goldsmith.quality import Column, Section, Table, Text
from goldsmith.rag import CHECKS

__all__ = ["sections"]

_OTHER_REASONS = {
    "request": "a model gave nothing that can be read",
    "surplus": "another draft was accepted first",
}
_METHOD = """\
Every question was written from chunks of the documents, answered by a model that had them, and not by one without. The judge is a model
too: read a sample before you trust a score."""


def sections(found: dict[str, Any]) -> list[Section]:
    """Return the tables of what is in the set and what is not."""
    counts = [
        [factor, name, count] for factor, names in found["counts"].items() for name, count in names.items()
    ]
    reasons = {name: f"not so: {what}" for name, what in CHECKS.items()} | _OTHER_REASONS
    rejected = [[name, reasons.get(name, ""), count] for name, count in found["rejected"].items()]
    short = [Text("Fewer than asked for", "\n\n".join(found["shortfalls"]))] if found["shortfalls"] else []
    return [
        Text("How it was made", _METHOD),
        *short,
        Table("Questions", [Column("of"), Column("name"), Column("questions")], counts),
        Table("Rejected drafts", [Column("by"), Column("why"), Column("drafts")], rejected),
    ]
