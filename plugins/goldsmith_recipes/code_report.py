"""What the recipe `code` measures and reports."""

from collections import Counter
from typing import Any

from goldsmith.quality import Column, Section, Table, Text
from goldsmith_recipes.run_folder import Rows

__all__ = ["measured", "sections"]

_METHOD = """\
Each response brought its own tests and passed them in the sandbox. Both were written by the same model, so both may be wrong in the same
way: a row that was kept is consistent, not proven right. Read a sample, and compare with the benchmarks you mean to report."""


def measured(rows: Rows) -> dict[str, Any]:
    """Return what became of all responses, and how many tasks have one that passed."""
    outcomes = Counter(outcome for row in rows for outcome in row.get("candidate_outcomes") or [] if outcome)
    answered = [row for row in rows if any(row.get("candidate_outcomes") or [])]
    solved = sum("passed" in row["candidate_outcomes"] for row in answered)
    return {
        "tasks_answered": len(answered),
        "tasks_with_a_response_that_passed": solved / len(answered) if answered else None,
        "responses_that_passed": outcomes["passed"] / outcomes.total() if outcomes else None,
        "outcomes": dict(outcomes.most_common()),
    }


def sections(found: dict[str, Any]) -> list[Section]:
    """Return the report's table of what became of the responses."""
    counts = [[outcome, count] for outcome, count in found["outcomes"].items()]
    return [
        Text("How rows were kept", _METHOD),
        Table("Responses", [Column("outcome"), Column("responses")], counts),
    ]
