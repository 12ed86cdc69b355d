"""A right chain beside a wrong one of the same question."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from goldsmith.data import derived_id
from goldsmith.reason.chain import read_chain, think_form

__all__ = ["right_and_wrong"]

Row = Mapping[str, Any]


def right_and_wrong(rows: Iterable[Row]) -> list[dict[str, Any]]:
    r"""Pair the right chains of each question with its wrong ones, for `goldsmith.export.to_dpo`.

    Right is a kept row that is `verified`. Wrong is one that is not but has a whole chain and another answer, and what a
    rationalized row had been: never one that was cut off or has no answer, as that would teach length or form. They are
    paired in their order, each once, so a question makes as many pairs as it has of the rarer kind. Rows of a question share
    `question_id`, else `id`.

    Args:
        rows: kept rows, and the ones that were set aside, which the wrong ones are among.

    Returns:
        `id`, `question_id`, `prompt`, `chosen`, `rejected` (texts in `<think>` form) and the two answers.

    >>> right = {"question_id": "q", "instruction": "2 + 2?", "chain": "Two and two.", "response": "4", "final_answer": "4"}
    >>> wrong = right | {"response": "5", "final_answer": "5", "verified": False, "keep": False, "finish_reason": "stop"}
    >>> (pair,) = right_and_wrong([wrong, right | {"verified": True}])
    >>> pair["chosen_answer"], pair["rejected_answer"]
    ('4', '5')
    """
    by_question: dict[str, tuple[list[Row], list[Row]]] = {}
    for row in rows:
        right, wrong = by_question.setdefault(str(row.get("question_id") or row.get("id")), ([], []))
        if row.get("verified") is True and row.get("keep") is not False:
            right.append(row)
            wrong += _replaced(row)
        elif row.get("verified") is False and _is_whole(row):
            wrong.append(row)
    return [
        _pair(question, chosen, rejected)
        for question, (right, wrong) in by_question.items()
        for chosen, rejected in zip(right, _distinct(wrong), strict=False)
    ]


def _replaced(row: Row) -> list[Row]:
    found = read_chain(row.get("wrong_generation") or "")
    if found.problem:
        return []
    told = {"chain": found.chain, "response": found.response, "final_answer": found.final_answer}
    return [{"id": row.get("id"), **told}]


def _is_whole(row: Row) -> bool:
    stopped = row.get("finish_reason", "stop") == "stop"
    return stopped and bool(row.get("chain")) and bool(row.get("final_answer"))


def _distinct(rows: Iterable[Row]) -> Iterator[Row]:
    seen: set[str] = set()
    for row in rows:
        text = think_form(row["chain"], row["response"])
        if text not in seen:
            seen.add(text)
            yield row


def _pair(question: str, chosen: Row, rejected: Row) -> dict[str, Any]:
    return {
        "id": derived_id(str(chosen.get("id")), str(rejected.get("id")), rejected["chain"]),
        "question_id": question,
        "prompt": chosen["instruction"],
        "chosen": think_form(chosen["chain"], chosen["response"]),
        "rejected": think_form(rejected["chain"], rejected["response"]),
        "chosen_answer": chosen["final_answer"],
        "rejected_answer": rejected["final_answer"],
    }
