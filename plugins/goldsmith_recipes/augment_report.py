"""The report of a run of `augment`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from goldsmith.augment.plan import Plan
from goldsmith.quality import Column, Flow, Numbers, Report, Section, Stage, Table, Tile
from goldsmith.quality import Rows as RowsBrowser
from goldsmith_recipes.run_folder import Rows

__all__ = ["augment_report", "augment_summary"]


def augment_summary(plan: Plan, rows: Rows, kept: Rows, refused: Rows) -> dict[str, Any]:
    """Return what came of a run, as its folder keeps it."""
    after = Counter(row["label"] for row in [*rows, *kept])
    return {
        "counts": {
            "given": len(rows),
            "new": len(kept),
            "refused": len(refused),
            "training": len(rows) + len(kept),
        },
        "classes": {label: [count, after[label]] for label, count in plan.counts.items()},
        "per_text": dict(plan.per_text),
        "technique": plan.technique.name if plan.technique else None,
        "reason": plan.reason,
        "trials": [asdict(trial) for trial in plan.trials],
        "refused": dict(Counter(row["drop_reason"].partition(":")[0] for row in refused).most_common()),
    }


def augment_report(summary: Mapping[str, Any], rows: Rows, kept: Rows, refused: Rows) -> Report:
    """Return the report of a run from its summary and its rows."""
    counts = summary["counts"]
    tiles = [
        Tile("Given", counts["given"], "labelled rows"),
        Tile("New", counts["new"], f"rows; {counts['refused']} were refused or could not be made"),
        Tile("Training rows", counts["training"], "in train.jsonl and train/"),
        *_tested(summary["tested"]),
    ]
    sections: list[Section] = [
        Numbers("At a glance", tiles),
        _classes(summary),
        _trials(summary),
        Flow("What became of the new texts", [
            Stage("made", counts["new"] + counts["refused"]),
            Stage("kept", counts["new"], lost=summary["refused"]),
        ]),
        RowsBrowser(
            "Rows",
            [{"state": state} | row for state, part in (("new", kept), ("refused", refused), ("given", rows)) for row in part],
            columns=("state", "label", "text", "original", "drop_reason"),
            facets=("state", "label", "operation"),
            note="New rows beside the originals they were made of.",
        ),
    ]  # fmt: skip
    return Report(f"Augment: {counts['new']} new rows of {counts['given']}", summary["reason"], sections)


def _tested(found: Mapping[str, list[float]] | None) -> list[Tile]:
    return [
        Tile(
            f"Right, {name}", share, f"of the held-out rows, 95 % interval {low:.1%} to {high:.1%}", "percent"
        )
        for name, (share, low, high) in (found or {}).items()
    ]


def _classes(summary: Mapping[str, Any]) -> Table:
    body = [
        [label, before, summary["per_text"][label] if summary["technique"] else 0, after]
        for label, (before, after) in summary["classes"].items()
    ]
    columns = [Column("label"), Column("given"), Column("new texts wanted of each"), Column("training rows")]
    return Table("Classes", columns, body)


def _trials(summary: Mapping[str, Any]) -> Table:
    body = [
        [
            trial["technique"] or "the originals alone",
            trial["score"],
            trial["gain"],
            trial["error"],
            trial["kept"],
            trial["new"],
        ]
        for trial in summary["trials"]
    ]
    columns = ["technique", "macro F1", "gain", "standard error", "passed the gate", "new texts"]
    note = (
        "Each technique was tried on parts of the given rows that neither it nor the classifier had seen. The first was taken that is"
        " within its standard error of the best: so few rows do not tell small gains apart."
    )
    return Table("What was tried", [Column(name) for name in columns], body, note=note)
