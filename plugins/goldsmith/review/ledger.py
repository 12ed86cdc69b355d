"""What this machine knows of the review servers, in one SQLite file."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from goldsmith.errors import InputError, ReviewError

__all__ = ["Ledger"]

_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS runs (
  run TEXT, tool TEXT, server TEXT, project TEXT, url TEXT, asked TEXT,
  PRIMARY KEY (run, tool, server));
CREATE TABLE IF NOT EXISTS items (
  run TEXT, tool TEXT, server TEXT, item_id TEXT, content_hash TEXT, pushed_hash TEXT, remote_id TEXT, state TEXT,
  PRIMARY KEY (run, tool, server, item_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (
  run TEXT, tool TEXT, server TEXT, item_id TEXT, since TEXT, content_hash TEXT,
  PRIMARY KEY (run, tool, server, item_id, since)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reviews (
  run TEXT, tool TEXT, server TEXT, remote_id TEXT, updated_at TEXT, item_id TEXT, reviewer TEXT, status TEXT,
  answers TEXT, content_hash TEXT,
  PRIMARY KEY (run, tool, server, remote_id, updated_at)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS identities (
  server TEXT, user_id TEXT, reviewer TEXT, PRIMARY KEY (server, user_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rows (
  place INTEGER PRIMARY KEY, run TEXT, item_id TEXT, row TEXT, UNIQUE (run, item_id));
"""


class Ledger:
    """A file of pushed items, pulled reviews and who is who; safe for processes working at the same time.

    It can be lost: the next push or pull adopts what the servers hold, and only the history of answers (earlier
    versions, answers deleted since), identities set by hand and rows kept by a pipeline are gone. The file is readable by its owner alone.

    Raises:
        InputError: the file is no ledger, or a newer goldsmith wrote it.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        self.path.chmod(0o600)
        try:
            with self.reading() as db:
                self._prepare(db)
        except sqlite3.DatabaseError as err:
            raise InputError(
                f"{self.path} is not a review ledger ({err}). Move it away: the next push adopts what the servers hold"
            ) from err

    def _prepare(self, db: sqlite3.Connection) -> None:
        db.execute("PRAGMA journal_mode=WAL")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            raise InputError(
                f"{self.path} was written by a newer goldsmith (ledger version {version}): upgrade goldsmith"
            )
        db.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open the file for a moment; other processes may write meanwhile."""
        with closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction: all of it is kept, or on an exception nothing."""
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def alone(self, *key: str, patience: float = 600) -> Iterator[None]:
        """Hold a lock named by `key` over all processes; a process that dies lets go.

        Raises:
            ReviewError: another process held it for `patience` seconds.
        """
        # A lock is a SQLite file of its own, held in an exclusive transaction: portable, and freed by the kernel.
        name = hashlib.sha256("\x00".join(key).encode()).hexdigest()[:16]
        lock = self.path.with_name(f"{self.path.name}.{name}.lock")
        with closing(sqlite3.connect(lock, timeout=patience, isolation_level=None)) as db:
            try:
                db.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as err:
                raise ReviewError(
                    f"another process has been working on {' / '.join(key)} for {patience:.0f} s: wait for it, or end it"
                ) from err
            yield

    def identify(self, server: str, user_id: str, reviewer: str) -> None:
        """Say that this user of this server is `reviewer`, from the next pull on."""
        with self.writing() as db:
            db.execute("INSERT OR REPLACE INTO identities VALUES (?, ?, ?)", (server, user_id, reviewer))

    def reviewer(self, server: str, user_id: str, user_name: str) -> str:
        """Return who a server's user is: what `identify` said, else their name.

        The same name on two servers is taken for the same person; a second user with the name on *one* server is
        someone else, and is told apart by the user id.
        """
        with self.writing() as db:
            known = db.execute(
                "SELECT reviewer FROM identities WHERE server = ? AND user_id = ?", (server, user_id)
            ).fetchone()
            if known:
                return str(known[0])
            taken = db.execute(
                "SELECT 1 FROM identities WHERE server = ? AND reviewer = ?", (server, user_name)
            ).fetchone()
            name = f"{user_name} ({user_id})" if taken else user_name
            db.execute("INSERT INTO identities VALUES (?, ?, ?)", (server, user_id, name))
        return name
