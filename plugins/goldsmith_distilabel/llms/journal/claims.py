"""What is being asked right now, so that two processes never pay for one answer."""

import sqlite3
from collections.abc import Iterable

from goldsmith_distilabel.llms.journal.owner import Owner

__all__ = ["claim", "in_flight", "release", "unclaimed"]


def unclaimed(db: sqlite3.Connection, keys: Iterable[str], owner: Owner, now: float) -> list[str]:
    """Return those of `keys` that nobody else is asking.

    A claim ends with its process, at once on this machine, and elsewhere when it expires.
    """
    return [key for key in keys if not _held(db, key, owner, now)]


def claim(
    db: sqlite3.Connection, keys: list[str], owner: Owner, *, expires: float, tokens: float, cost: float
) -> None:
    """Claim `keys`, or prolong the claim; `tokens` and `cost` are estimates for all of them."""
    row = (owner.token, owner.host, owner.pid, owner.born, expires, tokens / len(keys), cost / len(keys))
    db.executemany("REPLACE INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [(key, *row) for key in keys])


def release(db: sqlite3.Connection, keys: Iterable[str], owner: Owner) -> None:
    """Give up what `owner` claimed of `keys`."""
    db.executemany("DELETE FROM claims WHERE key = ? AND owner = ?", [(key, owner.token) for key in keys])


def in_flight(db: sqlite3.Connection, keys: Iterable[str], owner: Owner, now: float) -> tuple[float, float]:
    """Return the estimated tokens and cost of everything being asked but `keys`; claims of the dead are removed."""
    known = set(keys)
    rows = db.execute("SELECT key, host, pid, born, expires, tokens, cost FROM claims").fetchall()
    dead = {row[0] for row in rows if row[4] < now or owner.knows_dead(*row[1:4])}
    db.executemany("DELETE FROM claims WHERE key = ?", [(key,) for key in dead])
    living = [row for row in rows if row[0] not in dead and row[0] not in known]
    return sum(row[5] for row in living), sum(row[6] for row in living)


def _held(db: sqlite3.Connection, key: str, owner: Owner, now: float) -> bool:
    row = db.execute("SELECT owner, host, pid, born, expires FROM claims WHERE key = ?", (key,)).fetchone()
    if row is None or row[0] == owner.token or row[4] < now:
        return False
    return not owner.knows_dead(*row[1:4])
