"""One thread that writes for a whole process, and commits together what waits together.

A commit that survives a power loss costs a sync of the disk; sixteen requests that finish while one is under way share
the next.
"""

import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from goldsmith.errors import JournalError
from goldsmith_distilabel.llms.journal.database import journal_error, open_database

__all__ = ["GroupCommit"]

T = TypeVar("T")


@dataclass(frozen=True)
class _Work:
    function: Callable[[sqlite3.Connection], Any]
    durable: bool
    done: "Future[Any]"


class GroupCommit:
    """Transactions on the journal at `path`, in the order given."""

    def __init__(self, path: Path) -> None:
        """Open the journal.

        Raises:
            JournalError: it cannot be opened.
        """
        self._path = path
        self._pid = os.getpid()
        self._db = open_database(path)
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def submit(self, function: Callable[[sqlite3.Connection], T], *, durable: bool) -> "Future[T]":
        """Have `function` run in a transaction of its own or with others; it must be repeatable.

        Args:
            function: what to do with the connection.
            durable: whether the future waits for the disk; otherwise a power loss may undo the transaction.

        Returns:
            What `function` returns, once committed, or a JournalError if the journal cannot be written.
        """
        if os.getpid() != self._pid or not self._thread.is_alive():
            raise JournalError(
                f"The journal {self._path} was opened by another process or is closed: call load() again"
            )
        done: Future[T] = Future()
        self._waiting.put(_Work(function, durable, done))
        return done

    def close(self) -> None:
        """Finish what was submitted, and close the file."""
        if os.getpid() == self._pid and self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _run(self) -> None:
        open_ = True
        while open_:
            batch = [self._waiting.get(), *self._more()]
            open_ = None not in batch
            works = [work for work in batch if work and work.done.set_running_or_notify_cancel()]
            if works:
                self._commit(works)
        self._db.close()

    def _more(self) -> Iterator[_Work | None]:
        while True:
            try:
                yield self._waiting.get_nowait()
            except queue.Empty:
                return

    def _commit(self, works: list[_Work]) -> None:
        try:
            results = self._transaction(works)
        except Exception as err:  # noqa: BLE001 - goes to whoever waits for the work that raised it
            if len(works) > 1:  # one of them is to blame, and the others are not to suffer
                for work in works:
                    self._commit([work])
            else:
                known = journal_error(self._path, err) if isinstance(err, sqlite3.Error) else err
                works[0].done.set_exception(known)
        else:
            for work, result in zip(works, results, strict=True):
                work.done.set_result(result)

    def _transaction(self, works: list[_Work]) -> list[Any]:
        durable = any(work.durable for work in works)
        self._db.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            results = [work.function(self._db) for work in works]
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        return results
