"""Stop before more is spent than was set aside."""

import sqlite3
from dataclasses import dataclass

from goldsmith.errors import BudgetError

__all__ = ["Budget", "within"]


@dataclass(frozen=True)
class Budget:
    """What everybody who uses the journal may spend together, ever; None for no limit.

    Attributes:
        tokens: input and output tokens.
        cost: money, in the prices' currency.
    """

    tokens: float | None = None
    cost: float | None = None


def within(
    db: sqlite3.Connection, budget: Budget, running: tuple[float, float], estimate: tuple[float, float]
) -> bool:
    """Whether there is room for a request, or there may be once those that run now are settled (False).

    Args:
        db: the journal.
        budget: the limits.
        running: estimated tokens and cost of what is being asked now.
        estimate: the tokens and cost the request may take at most.

    Raises:
        BudgetError: there is none, and nothing runs that could leave some.
    """
    tokens, cost = db.execute(
        "SELECT COALESCE(SUM(input_tokens + output_tokens), 0), COALESCE(SUM(cost), 0) FROM paid"
    ).fetchone()
    room = True
    for unit, limit, spent, going, wanted in (
        ("tokens", budget.tokens, tokens, running[0], estimate[0]),
        ("cost", budget.cost, cost, running[1], estimate[1]),
    ):
        if limit is None or spent + going + wanted <= limit:
            continue
        if not going or spent >= limit:
            raise BudgetError(
                f"budget_{unit}={limit:g} is used up: {spent:.6g} spent, and the next request may take up to"
                f" {wanted:.6g}. Every answer paid for is in the journal. Raise budget_{unit} and run again to go on"
                " from here."
            )
        room = False
    return room
