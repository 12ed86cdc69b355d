"""Right and wrong chains of one question as preferences."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.export.examples import Examples
from goldsmith.export.kept_rows import kept_rows
from goldsmith.export.to_dpo import to_dpo
from goldsmith.reason import right_and_wrong

__all__ = ["to_chain_dpo"]

Row = Mapping[str, Any]


def to_chain_dpo(rows: Iterable[Row]) -> Examples:
    r"""Return the pairs of `goldsmith.reason.right_and_wrong` in the form of `to_dpo`, with what tells their lengths apart.

    Each has `id`, `prompt`, `chosen`, `rejected`, `question_id`, the two final answers, and `length_difference`: the characters of the chosen one
    less those of the rejected one. If its mean is far from 0 the pairs teach length too.

    `left_out` counts the questions without a pair: those with no right chain, and those with no wrong one.

    >>> right = {"question_id": "q", "instruction": "2 + 2?", "chain": "Two and two.", "response": "4", "final_answer": "4"}
    >>> wrong = right | {"chain": "Two twos.", "response": "5", "final_answer": "5", "verified": False, "keep": False}
    >>> (pair,) = to_chain_dpo([right | {"verified": True}, wrong])
    >>> pair["chosen"][0]["content"][:20], pair["length_difference"]
    ('<think>\nTwo and two.', 3)

    Args:
        rows: the kept rows, and those that were set aside, which the wrong ones are among; not one split of kept rows alone.

    Raises:
        InputError: a question is empty or no text, or `rows` is a `DatasetDict`.
    """
    given = rows if isinstance(rows, Mapping) else list(rows)
    kept = [row for _, row in kept_rows(given)]  # raises where they are no rows
    pairs = right_and_wrong(given)
    found = Examples()
    for pair, made in zip(pairs, to_dpo(pairs), strict=True):
        beside = {name: pair[name] for name in ("question_id", "chosen_answer", "rejected_answer")}
        found.append(made | beside | {"length_difference": len(pair["chosen"]) - len(pair["rejected"])})
    paired = {pair["question_id"] for pair in pairs}
    right = {_question(row) for row in kept if row.get("verified") is True}
    for question in dict.fromkeys(map(_question, given)):
        if question not in paired:
            found.left_out["no wrong chain" if question in right else "no right chain"] += 1
    return found


def _question(row: Row) -> str:
    return str(row.get("question_id") or row.get("id"))
