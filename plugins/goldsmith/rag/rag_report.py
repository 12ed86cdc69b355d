"""What a test set is made of, and why questions are not in it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["RagReport", "rag_report"]

_FACTORS = ("kind", "persona", "style", "length")


@dataclass(frozen=True)
class RagReport:
    """The questions of a test set.

    Attributes:
        accepted: how many are in it.
        counts: "kind", "persona", "style", "length" -> name -> how many of them.
        documents: how many different documents they are made of.
        rejected: the check that failed, or "request" -> how many were rejected by it.
        shortfalls: why there are fewer than asked for, a sentence each; none if there are as many.
    """

    accepted: int
    counts: dict[str, dict[str, int]]
    documents: int
    rejected: dict[str, int]
    shortfalls: list[str]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "questions": self.accepted,
            "documents_asked_about": self.documents,
            "counts": self.counts,
            "rejected": self.rejected,
            "shortfalls": self.shortfalls,
        }


def rag_report(rows: Iterable[Mapping[str, Any]]) -> RagReport:
    """Count the rows of `RagTestSet`, those set aside included.

    >>> row = {"keep": True, "question": "Who?", "kind": "double", "persona": "p", "style": "s", "length": "short"}
    >>> report = rag_report([row, row | {"keep": False, "rejected_by": "novel"}])
    >>> report.accepted, report.counts["kind"], report.rejected
    (1, {'double': 1}, {'novel': 1})
    """
    rows = list(rows)
    kept = [row for row in rows if row.get("keep") and row.get("question")]
    rejected = Counter(str(row["rejected_by"]) for row in rows if row.get("rejected_by"))
    documents = {
        one["document_id"] for row in kept for one in row.get("contexts") or () if one.get("document_id")
    }
    return RagReport(
        accepted=len(kept),
        counts={name: dict(sorted(Counter(str(row[name]) for row in kept).items())) for name in _FACTORS},
        documents=len(documents),
        rejected=dict(rejected.most_common()),
        shortfalls=[str(row["drop_reason"]) for row in rows if row.get("is_shortfall")],
    )
