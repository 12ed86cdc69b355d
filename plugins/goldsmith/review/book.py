"""The ledger's page for one run in one tool on one server."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from goldsmith.errors import InputError
from goldsmith.review.adapter import Outgoing, Project, ReviewAdapter, Stored
from goldsmith.review.ledger import Ledger
from goldsmith.review.reviews import Review
from goldsmith.review.schema import Asked
from goldsmith.review.visible import is_plain

__all__ = ["Book", "Entry"]


_NEW_VERSION = """INSERT OR REPLACE INTO versions SELECT ?, ?, ?, ?, ?, ? WHERE (
    SELECT content_hash FROM versions WHERE run = ? AND tool = ? AND server = ? AND item_id = ? ORDER BY since DESC LIMIT 1
  ) IS NOT ?"""
"""A content is noted where it is not the one last noted."""
_SOME = " AND item_id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one item; `state` is "intent" while a push of it may or may not have arrived, "gone" where its record was deleted."""

    content_hash: str
    pushed_hash: str
    remote_id: str | None
    state: Literal["intent", "confirmed", "gone"]

    @property
    def confirmed(self) -> bool:
        """Whether the server holds it."""
        return self.state == "confirmed"


class Book:
    """Reads and writes the ledger for one (run, tool, server).

    Raises:
        InputError: the run's name cannot name a project.
    """

    def __init__(self, ledger: Ledger, run: str, adapter: ReviewAdapter) -> None:
        if not is_plain(run, longest=100):
            raise InputError(f"run name {run!r:.120}: expected 1 to 100 characters on one line")
        self.ledger = ledger
        self._key = (run, adapter.tool, adapter.server)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other pushes of this run to this server waiting."""
        with self.ledger.alone(*self._key):
            yield

    def project(self) -> tuple[str, Asked] | None:
        """Return the id of the project last pushed to and what it asks, None before the first push."""
        with self.ledger.reading() as db:
            row = db.execute(
                "SELECT project, asked FROM runs WHERE run = ? AND tool = ? AND server = ?", self._key
            ).fetchone()
        return (row[0], json.loads(row[1])) if row else None

    def open(self, project: Project) -> None:
        """Note that the run lives in `project`; what was known of another project's records is forgotten."""
        with self.ledger.writing() as db:
            db.execute("DELETE FROM items WHERE run = ? AND tool = ? AND server = ?", self._key)
            db.execute("DELETE FROM versions WHERE run = ? AND tool = ? AND server = ?", self._key)
            row = (*self._key, project.id, project.url, json.dumps(project.asked))
            db.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?)", row)

    def entries(self, item_ids: Sequence[str] | None = None) -> dict[str, Entry]:
        """Return {item id: what is known of it}, of some items or of all."""
        query = "SELECT item_id, content_hash, pushed_hash, remote_id, state FROM items WHERE run = ? AND tool = ? AND server = ?"
        return {row[0]: Entry(*row[1:]) for row in self._of(query, item_ids)}

    def confirmed(self) -> int:
        """Return how many items the server is known to hold."""
        query = "SELECT count(*) FROM items WHERE run = ? AND tool = ? AND server = ? AND state = 'confirmed'"
        with self.ledger.reading() as db:
            return int(db.execute(query, self._key).fetchone()[0])

    def intend(self, batch: Sequence[Outgoing]) -> None:
        """Note what is about to be pushed."""
        rows = [
            (*self._key, one.item.id, one.content_hash, one.pushed_hash, one.remote_id, "intent")
            for one in batch
        ]
        with self.ledger.writing() as db:
            db.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def confirm(self, stored: Iterable[Stored]) -> None:
        """Note what the server holds, and since when it holds this content."""
        items: list[tuple[str, ...]] = []
        versions: list[tuple[str, ...]] = []
        for one in stored:
            key = (*self._key, one.item_id)
            items.append((*key, one.content_hash, one.pushed_hash, one.remote_id))
            since = one.changed_at.astimezone(UTC).isoformat(timespec="microseconds")
            versions.append((*key, since, one.content_hash, *key, one.content_hash))
        with self.ledger.writing() as db:
            db.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, 'confirmed')", items)
            db.executemany(_NEW_VERSION, versions)

    def forget(self, item_ids: Iterable[str]) -> None:
        """Note which records the server no longer holds; their reviews stay."""
        with self.ledger.writing() as db:
            db.executemany(
                "UPDATE items SET state = 'gone', remote_id = NULL WHERE run = ? AND tool = ? AND server = ? AND item_id = ?",
                [(*self._key, one) for one in item_ids],
            )

    def history(self, item_ids: Sequence[str] | None = None) -> "History":
        """Return which content was shown when, of some items or of all."""
        query = "SELECT item_id, since, content_hash FROM versions WHERE run = ? AND tool = ? AND server = ?"
        return History(self._of(query, item_ids, " ORDER BY item_id, since"))

    def _of(self, query: str, item_ids: Sequence[str] | None, order: str = "") -> list[Any]:
        some, more = ("", ()) if item_ids is None else (_SOME, (json.dumps(item_ids),))
        with self.ledger.reading() as db:
            return db.execute(f"{query}{some}{order}", (*self._key, *more)).fetchall()

    def record(self, reviews: Iterable[Review]) -> tuple[int, int]:
        """Add versions of reviews not yet known; return how many are new answers and how many changed ones."""
        new = changed = 0
        with self.ledger.writing() as db:
            for one in reviews:
                key = (*self._key, one.remote_id)
                known = db.execute(
                    "SELECT 1 FROM reviews WHERE run = ? AND tool = ? AND server = ? AND remote_id = ?", key
                ).fetchone()
                at = one.updated_at.astimezone(UTC).isoformat(timespec="microseconds")
                added = db.execute(
                    "INSERT OR IGNORE INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *key,
                        at,
                        one.item_id,
                        one.reviewer,
                        one.status,
                        json.dumps(dict(one.values)),
                        one.content_hash,
                    ),
                ).rowcount
                new += added and not known
                changed += added and known is not None
        return new, changed

    def reviews(self) -> list[Review]:
        """Return the newest known version of every answer, those deleted on the server since included."""
        query = """SELECT item_id, reviewer, status, answers, max(updated_at), remote_id, content_hash
            FROM reviews WHERE run = ? AND tool = ? AND server = ? GROUP BY remote_id ORDER BY item_id, remote_id"""
        with self.ledger.reading() as db:
            rows = db.execute(query, self._key).fetchall()
        tool = self._key[1]
        return [
            Review(
                row[0],
                row[1],
                row[2],
                json.loads(row[3]),
                datetime.fromisoformat(row[4]),
                row[5],
                row[6],
                tool,
            )
            for row in rows
        ]

    def lost(self, present: set[str]) -> set[str]:
        """Return the ids of known answers that are not among those `present` on the server; what `migrate` carried never was there."""
        with self.ledger.reading() as db:
            others = db.execute("SELECT DISTINCT run FROM runs WHERE run <> ?", self._key[:1]).fetchall()
            known = db.execute(
                "SELECT DISTINCT remote_id FROM reviews WHERE run = ? AND tool = ? AND server = ?", self._key
            ).fetchall()
        carried = tuple(f"{run}: " for (run,) in others)
        return {one for (one,) in known if one not in present and not one.startswith(carried)}


class History:
    """Which content hash each item had at which time.

    >>> shown = History([("a", "2026-01-01T00:00:00.000000+00:00", "old"), ("a", "2026-02-01T00:00:00.000000+00:00", "new")])
    >>> shown.at("a", datetime(2026, 1, 15, tzinfo=UTC)), shown.now("a"), shown.now("b")
    ('old', 'new', None)
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._versions: dict[str, list[tuple[datetime, str]]] = {}
        for item_id, since, content_hash in rows:
            self._versions.setdefault(item_id, []).append((datetime.fromisoformat(since), content_hash))

    def at(self, item_id: str, moment: datetime) -> str | None:
        """Return the hash of what was shown at `moment`, None when that is before anything known."""
        versions = self._versions.get(item_id, [])
        index = bisect_right([since for since, _ in versions], moment)
        return versions[index - 1][1] if index else None

    def now(self, item_id: str) -> str | None:
        """Return the hash of what is shown now."""
        versions = self._versions.get(item_id)
        return versions[-1][1] if versions else None

    def since(self, item_id: str, content_hash: str) -> datetime | None:
        """Return since when this content is shown, None if it is not what is shown now."""
        return self._versions[item_id][-1][0] if self.now(item_id) == content_hash else None
