"""What steps that verify a row write."""

from typing import Any

__all__ = ["VERDICT", "with_verdict"]

VERDICT = ["verified", "verdict_rule", "verdict_reason", "keep", "drop_reason"]


def with_verdict(row: dict[str, Any], *, verified: bool, rule: str, why: str, drop: bool) -> dict[str, Any]:
    """Return the row with its verdict; one dropped earlier keeps its first reason.

    >>> with_verdict({}, verified=False, rule="number", why="the numbers differ", drop=True)["drop_reason"]
    'unverified: the numbers differ'
    """
    told = {"verified": verified, "verdict_rule": rule, "verdict_reason": why}
    if row.get("keep") is False:
        return row | told
    bad = drop and not verified
    return row | told | {"keep": not bad, "drop_reason": f"unverified: {why}" if bad else ""}
