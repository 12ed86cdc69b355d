"""What the recipe `chains` measures and reports, and the labelled steps it ends in."""

from collections import Counter
from typing import Any

from goldsmith.export import Examples, to_chain_dpo, to_prm, to_reasoning_sft, to_rlvr
from goldsmith.quality import Column, Section, Table
from goldsmith_recipes.run_folder import Rows

__all__ = ["labelled_steps", "measured", "sections"]


def labelled_steps(rows: Rows) -> Examples:
    """Return the labelled steps of all chains that were kept, or set aside for their answer alone."""
    usable = [
        {**row, "keep": True}
        for row in rows
        if row.get("keep") is not False or str(row.get("drop_reason")).startswith("unverified")
    ]
    return to_prm(usable)


def measured(rows: Rows) -> dict[str, Any]:
    """Return how many chains are right and kept, what is wrong with the others, and what the files leave out."""
    known = [row for row in rows if row.get("answer_source") == "gold"]
    kept = [row for row in rows if row.get("keep") is not False]
    rates = {row["question_id"]: row["pass_rate"] for row in known}
    right = [row for row in known if row["verified"]]
    pairs, steps = to_chain_dpo(rows), labelled_steps(rows)
    return {
        "chains_right": len(right) / len(known) if known else None,
        "right_chains_kept": sum(row["verified"] for row in kept) / len(right) if right else None,
        "pairs": len(pairs),
        "labelled_chains": len(steps),
        "flaws": dict(Counter(flag for row in rows for flag in row.get("chain_flags") or []).most_common()),
        "questions_by_pass_rate": dict(Counter(f"{rate:.0%}" for rate in sorted(rates.values()))),
        "left_out": {
            "train": dict(to_reasoning_sft(rows).left_out),
            "pairs": dict(pairs.left_out),
            "steps": dict(steps.left_out),
            "prompts": dict(to_rlvr(kept).left_out),
        },
    }


def sections(found: dict[str, Any]) -> list[Section]:
    """Return what is wrong with chains that were right, how hard the questions are, and what the files leave out."""
    left_out = [[file, why, count] for file, whys in found["left_out"].items() for why, count in whys.items()]
    return [
        Table(
            "Flaws of chains whose answer is right",
            [Column("flaw"), Column("chains")],
            [list(one) for one in found["flaws"].items()],
        ),
        Table(
            "How many chains of a question are right",
            [Column("right"), Column("questions")],
            [list(one) for one in found["questions_by_pass_rate"].items()],
        ),
        Table("What the files leave out", [Column("file"), Column("why"), Column("rows")], left_out),
    ]
