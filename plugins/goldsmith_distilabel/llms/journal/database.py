"""Open a journal file, and refuse at once what could not hold an answer later.

Tables:

    replies   what a model returned, as it returned it, with its tokens and cost
    samples   key of a request's sample -> its reply and its place in there
    claims    what is being asked right now, and by whom
    paid      tokens and cost so far by model, whatever came of them
    pace      the token buckets of the rate limits
"""

import os
import sqlite3
from pathlib import Path

from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from goldsmith.errors import JournalError

__all__ = ["journal_error", "open_database"]

_FORMAT = 1
_APPLICATION = 0x676F6C64  # "gold": tells a journal from another program's database
_BUSY = 30.0  # seconds to wait for other processes' short transactions
_CHECKED_UP_TO = 64 << 20  # bytes: a check reads the whole file, 0.1 s for this much
_SCHEMA = """
CREATE TABLE replies (
    id INTEGER PRIMARY KEY, model TEXT NOT NULL, output TEXT NOT NULL, input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL, cost REAL, answered_at REAL NOT NULL
);
CREATE TABLE samples (
    key TEXT PRIMARY KEY, reply INTEGER NOT NULL REFERENCES replies, place INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE claims (
    key TEXT PRIMARY KEY, owner TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, born TEXT NOT NULL,
    expires REAL NOT NULL, tokens REAL NOT NULL, cost REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE paid (
    model TEXT PRIMARY KEY, requests INTEGER NOT NULL, input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL, cost REAL NOT NULL, unpriced INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE pace (name TEXT PRIMARY KEY, level REAL NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
"""


def open_database(path: Path) -> sqlite3.Connection:
    """Open the journal at `path`, made if need be (readable by its owner only), and write to it once.

    Raises:
        JournalError: it is a folder, read-only, damaged, on a full disk, of a newer format, or no journal.
    """
    try:
        _make_file(path)
        db = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
        try:
            _prepare(db, path)
        except BaseException:
            db.close()
            raise
    except (OSError, sqlite3.Error) as err:
        raise journal_error(path, err) from err
    return db


def journal_error(path: Path, err: Exception) -> JournalError:
    """Say what `err`, met at the journal at `path`, means and how to mend it."""
    said = str(err).lower()
    if path.is_dir():
        meaning = "it is a folder. Give the path of a file."
    elif "readonly" in said or "read-only" in said or isinstance(err, PermissionError) or "unable to" in said:
        meaning = "it cannot be written. Make the file and its folder writable, or give another path."
    elif "full" in said or "no space" in said or "too large" in said or "disk i/o" in said:
        meaning = "the disk is full or failing. Make room, then run again: what is in the journal is kept."
    elif "locked" in said:
        meaning = f"another process has kept it locked for {_BUSY:g} s."
    elif "malformed" in said or "not a database" in said or "corrupt" in said:
        meaning = "it is damaged or no journal. Move it away to start a new one; `sqlite3 FILE .recover` may save its answers."
    else:
        meaning = "see the cause."
    return JournalError(f"The journal {path} cannot be used: {meaning} ({type(err).__name__}: {err})")


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:  # never open a database that exists: closing the file again would drop this process's locks on it
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    # Changing to WAL does not wait for other processes that open the file in the same moment.
    patient = Retrying(
        retry=retry_if_exception(lambda err: "locked" in str(err)),
        wait=wait_fixed(0.02),
        stop=stop_after_delay(_BUSY),
        reraise=True,
    )
    patient(db.execute, "PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    if path.stat().st_size <= _CHECKED_UP_TO:
        (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"database disk image is malformed: {verdict}")
    db.execute("BEGIN IMMEDIATE")
    _check_format(db, path)
    db.execute(f"PRAGMA user_version={_FORMAT}")  # a write, to find out now whether one works
    db.execute("COMMIT")


def _check_format(db: sqlite3.Connection, path: Path) -> None:
    (found,), (version,) = (
        db.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    if not found and not db.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA application_id={_APPLICATION}")
    elif found != _APPLICATION:
        raise JournalError(f"{path} is another program's database. Give the journal a path of its own.")
    elif version > _FORMAT:
        raise JournalError(
            f"The journal {path} has format {version}, written by a newer goldsmith; this one reads format {_FORMAT}."
            " Upgrade goldsmith, or give another path."
        )
