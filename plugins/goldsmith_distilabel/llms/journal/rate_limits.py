"""Requests and tokens per minute, shared by all processes: a token bucket in the journal.

A bucket holds what one second may use, and at least one request. A request larger than that waits for a full bucket and
leaves it in debt, so none waits forever and the average over minutes holds.
"""

import sqlite3
from dataclasses import dataclass

__all__ = ["RateLimits", "settle", "take"]


@dataclass(frozen=True)
class RateLimits:
    """Limits that a model's provider sets.

    Attributes:
        name: whose limits these are: all who give the same name share them.
        requests_per_minute: None for no limit.
        tokens_per_minute: input and output together; None for no limit.
    """

    name: str
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None

    def uses(self, tokens: float) -> list[tuple[str, float, float]]:
        """Return the bucket's name, its rate a second, and what a request of `tokens` takes from it."""
        wanted = [
            (f"{self.name} requests", self.requests_per_minute, 1.0),
            (f"{self.name} tokens", self.tokens_per_minute, tokens),
        ]
        return [(name, per_minute / 60, amount) for name, per_minute, amount in wanted if per_minute]


def take(db: sqlite3.Connection, limits: RateLimits, tokens: float, now: float) -> float:
    """Take a request of about `tokens` from the buckets; or take nothing and return the seconds to wait."""
    uses = limits.uses(tokens)
    levels = [_level(db, name, rate, now) for name, rate, _ in uses]
    waits = [
        (min(amount, _full(rate)) - level) / rate
        for (_, rate, amount), level in zip(uses, levels, strict=True)
    ]
    if any(wait > 1e-6 for wait in waits):  # a microsecond is rounding, not waiting
        return max(waits)
    for (name, _, amount), level in zip(uses, levels, strict=True):
        db.execute("REPLACE INTO pace VALUES (?, ?, ?)", (name, level - amount, now))
    return 0.0


def settle(db: sqlite3.Connection, limits: RateLimits, estimated: float, used: float) -> None:
    """Correct the estimate that `take` took once the tokens used are known."""
    db.execute(
        "UPDATE pace SET level = level + ? WHERE name = ?", (estimated - used, f"{limits.name} tokens")
    )


def _full(rate: float) -> float:
    return max(1.0, rate)


def _level(db: sqlite3.Connection, name: str, rate: float, now: float) -> float:
    row = db.execute("SELECT level, at FROM pace WHERE name = ?", (name,)).fetchone()
    if row is None:
        return _full(rate)
    level, at = row
    elapsed = max(0.0, now - at)  # a clock may be set back
    return float(min(_full(rate), level + elapsed * rate))
