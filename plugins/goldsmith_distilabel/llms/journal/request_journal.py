"""The journal as those who ask models use it."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from goldsmith_distilabel.llms.asking.samples import Sample
from goldsmith_distilabel.llms.journal.budget import Budget, within
from goldsmith_distilabel.llms.journal.claims import claim, in_flight, release, unclaimed
from goldsmith_distilabel.llms.journal.database import journal_error
from goldsmith_distilabel.llms.journal.group_commit import GroupCommit
from goldsmith_distilabel.llms.journal.owner import Owner
from goldsmith_distilabel.llms.journal.rate_limits import RateLimits, settle, take
from goldsmith_distilabel.llms.journal.summary import ModelSummary, summarised

__all__ = ["Admission", "Ask", "Reply", "RequestJournal"]

T = TypeVar("T")
_EXISTS = "SELECT 1 FROM samples WHERE key = ?"


@dataclass(frozen=True)
class Ask:
    """Leave wanted to send one request.

    Attributes:
        keys: the samples that are missing.
        tokens: how many tokens the request may take.
        cost: what they may cost; 0 where the price is unknown.
        lasts: seconds until the claim expires, should this process vanish from another machine's sight.
        limits: the model's rate limits.
        budget: what may be spent.
    """

    keys: tuple[str, ...]
    tokens: float
    cost: float
    lasts: float
    limits: RateLimits
    budget: Budget


@dataclass(frozen=True)
class Admission:
    """The answer to an `Ask`.

    Attributes:
        keys: the samples that may be asked for now. None: somebody else is asking, or must be waited for.
        wait: seconds to wait for the rate limits, then ask for leave again.
    """

    keys: tuple[str, ...] = ()
    wait: float = 0.0


@dataclass(frozen=True)
class Reply:
    """What came of a request and is to be kept.

    Attributes:
        ask: the request.
        model: the model's name.
        output: the model's output.
        places: key -> its generation's place in `output`. Empty if the tokens were paid for nothing.
        input_tokens: tokens of the prompt.
        output_tokens: tokens of all generations.
        cost: None where the price is unknown.
    """

    ask: Ask
    model: str
    output: dict[str, Any]
    places: dict[str, int]
    input_tokens: int
    output_tokens: int
    cost: float | None


class RequestJournal:
    """The answers of language models in one SQLite file, shared by any number of processes on one machine.

    >>> import tempfile
    >>> journal = RequestJournal(Path(tempfile.mkdtemp(), "journal.sqlite"))
    >>> journal.summary()
    {}
    >>> journal.close()
    """

    def __init__(self, path: Path | str) -> None:
        """Open the journal at `path`, made if need be.

        Raises:
            JournalError: it cannot be used; see `goldsmith_distilabel.llms.journal.database`.
        """
        self.path = Path(path).expanduser().resolve()
        self.owner = Owner()
        self._writer = GroupCommit(self.path)
        self._reader = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        self._reader.execute("PRAGMA query_only=1")

    def look_up(self, keys: Sequence[str]) -> dict[str, Sample]:
        """Return the samples that are there, by key."""
        try:
            rows = [(key, _find(self._reader, key)) for key in keys]
        except sqlite3.Error as err:
            raise journal_error(self.path, err) from err
        return {key: Sample(json.loads(row[0]), row[1], row[2]) for key, row in rows if row}

    def have(self, keys: Sequence[str]) -> set[str]:
        """Return those of `keys` that are there."""
        try:
            return {key for key in keys if self._reader.execute(_EXISTS, (key,)).fetchone()}
        except sqlite3.Error as err:
            raise journal_error(self.path, err) from err

    async def admit(self, ask: Ask) -> Admission:
        """Claim the samples of `ask` that nobody has asked for yet.

        Raises:
            BudgetError: the budget is used up.
            JournalError: the journal cannot be written.
        """
        return await self._written(lambda db: _admit(db, ask, self.owner, time.time()), durable=False)

    async def record(self, reply: Reply) -> None:
        """Keep `reply`; it is on disk when this returns, whoever cancels meanwhile.

        Raises:
            JournalError: it cannot be written.
        """
        output = json.dumps(reply.output, default=_plain)
        await asyncio.shield(self._written(lambda db: _record(db, reply, output, self.owner), durable=True))

    async def release(self, keys: Sequence[str]) -> None:
        """Give up claims."""
        await asyncio.shield(self._written(lambda db: release(db, keys, self.owner), durable=False))

    def summary(self) -> dict[str, ModelSummary]:
        """Return what the journal holds, by model."""
        try:
            return summarised(self._reader)
        except sqlite3.Error as err:
            raise journal_error(self.path, err) from err

    def close(self) -> None:
        """Finish writing and close the file."""
        self._writer.close()
        self._reader.close()

    def _written(self, function: Callable[[sqlite3.Connection], T], *, durable: bool) -> "asyncio.Future[T]":
        return asyncio.wrap_future(self._writer.submit(function, durable=durable))


def _find(db: sqlite3.Connection, key: str) -> tuple[str, int, int] | None:
    found: tuple[str, int, int] | None = db.execute(
        "SELECT output, place, id FROM samples JOIN replies ON reply = id WHERE key = ?", (key,)
    ).fetchone()
    return found


def _admit(db: sqlite3.Connection, ask: Ask, owner: Owner, now: float) -> Admission:
    missing = [key for key in ask.keys if not db.execute(_EXISTS, (key,)).fetchone()]
    free = unclaimed(db, missing, owner, now)
    if not free:
        return Admission()
    if ask.budget != Budget() and not within(
        db, ask.budget, in_flight(db, ask.keys, owner, now), (ask.tokens, ask.cost)
    ):
        return Admission()
    wait = take(db, ask.limits, ask.tokens, now)
    if wait:
        return Admission(wait=wait)
    claim(db, free, owner, expires=now + ask.lasts, tokens=ask.tokens, cost=ask.cost)
    return Admission(tuple(free))


def _record(db: sqlite3.Connection, reply: Reply, output: str, owner: Owner) -> None:
    tokens = (reply.input_tokens, reply.output_tokens)
    if reply.places:
        row = db.execute(
            "INSERT INTO replies (model, output, input_tokens, output_tokens, cost, answered_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (reply.model, output, *tokens, reply.cost, time.time()),
        )
        db.executemany(
            "INSERT OR IGNORE INTO samples VALUES (?, ?, ?)",
            [(key, row.lastrowid, place) for key, place in reply.places.items()],
        )
        release(db, reply.places, owner)
    db.execute(
        "INSERT INTO paid VALUES (?, 1, ?, ?, ?, ?) ON CONFLICT (model) DO UPDATE SET"
        " requests = requests + 1, input_tokens = input_tokens + excluded.input_tokens,"
        " output_tokens = output_tokens + excluded.output_tokens, cost = cost + excluded.cost,"
        " unpriced = unpriced + excluded.unpriced",
        (reply.model, *tokens, reply.cost or 0.0, reply.cost is None),
    )
    settle(db, reply.ask.limits, reply.ask.tokens, sum(tokens))


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):  # numpy
        return value.tolist()
    raise TypeError(f"an answer holds a {type(value).__name__}, which cannot be journaled")
