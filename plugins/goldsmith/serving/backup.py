"""A server's data in one file while it runs, and back."""

import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from goldsmith.data import atomic_path
from goldsmith.errors import ServerError
from goldsmith.serving.archive import read_archive, write_archive
from goldsmith.serving.home import home
from goldsmith.serving.locks import FileLock

__all__ = ["back_up", "restore"]

_log = logging.getLogger(__name__)

_FORMAT = 1
_MADE_ANEW = {"server.lock", "server.json", "server.log", "server.log.1", "tmp", "huggingface", "search.db"}
_SQLITE = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")


def back_up(name: str, archive: Path, data: Path | None = None) -> Path:
    """Write all that the server `name` knows to `archive`, mode 0600, and return it; the server may run meanwhile.

    Databases are copied by SQLite itself, each as of one moment, and checked; then come uploads, accounts and secrets:
    who has the file has every password and key. What a start makes anew is left out: logs, locks, Argilla's text index.

    Args:
        name: "argilla" or "label-studio".
        archive: a new file; it appears when it is complete.
        data: the server's data folder, by default `home()/<name>`.

    Raises:
        ServerError: there is no data of a server, they are in PostgreSQL, a database is damaged, `archive` exists or cannot be written.
    """
    data, archive = _folder(name, data), archive.expanduser().absolute()
    if not (data / "credentials.json").is_file():
        raise ServerError(f"{data} holds no data of {name}: name its folder with --data.")
    if (data / "database.json").is_file():
        raise ServerError(
            f"The {name} on {data} keeps its data in PostgreSQL: back that up with pg_dump, and the folder as it is."
        )
    if archive.exists():
        raise ServerError(f"{archive} exists: choose another name, or move it away.")
    about = {"format": _FORMAT, "server": name, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        with atomic_path(archive) as draft, tempfile.TemporaryDirectory(dir=archive.parent) as copies:
            files = {path.relative_to(data).as_posix(): path for path in _kept(data)}
            databases = [one for one, path in files.items() if _is_database(path)]
            for number, one in enumerate(databases):
                files[one] = _copied(files[one], Path(copies) / str(number))
            write_archive(draft, files, about)
    except OSError as err:
        raise ServerError(f"{archive} cannot be written: {err}. Nothing was left there.") from err
    return archive


def restore(name: str, archive: Path, data: Path | None = None, *, force: bool = False) -> Path | None:
    """Bring the data in `archive` back; the server must not run.

    The archive is unpacked and checked beside the folder first: a bad one changes nothing.

    Args:
        name: "argilla" or "label-studio".
        archive: what `back_up` wrote.
        data: the data folder, by default `home()/<name>`.
        force: restore where there is data already; that is set aside, not deleted.

    Returns:
        Where the data that was there is now, None where there was none.

    Raises:
        ServerError: the archive is missing, of another server, cut off, damaged or changed; the folder holds data and
            `force` is not given; or a server runs on it, which `force` does not change.
    """
    data, archive = _folder(name, data), archive.expanduser().absolute()
    if not archive.is_file():
        raise ServerError(f"{archive} does not exist: name a file that goldsmith backup wrote.")
    lock = _claimed(name, data)
    try:
        if data.is_dir() and any(path.name != "server.lock" for path in data.iterdir()) and not force:
            raise ServerError(
                f"{data} holds data already: choose another folder, or --force to set it aside."
            )
        data.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=data.parent, prefix=f".{data.name}.") as beside:
            fresh = Path(beside) / "data"
            about = read_archive(archive, fresh)
            if (about.get("format"), about.get("server")) != (_FORMAT, name):
                raise ServerError(
                    f"{archive} is a backup of {about.get('server')!r} in format {about.get('format')!r}, "
                    f"wanted {name!r} in format {_FORMAT}."
                )
            return _put(fresh, data)
    except OSError as err:
        raise ServerError(f"{data} cannot be restored: {err}.") from err
    finally:
        if lock:
            lock.close()


def _folder(name: str, data: Path | None) -> Path:
    return (data or home() / name).expanduser().absolute()


def _kept(data: Path) -> Iterator[Path]:
    for path in sorted(data.rglob("*")):
        if path.relative_to(data).parts[0] in _MADE_ANEW or path.name.startswith("search.db"):
            continue
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            _log.warning("%s is no plain file and is left out", path)
        elif path.is_file() and not path.name.endswith(_BESIDE):
            yield path


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _copied(database: Path, copy: Path) -> Path:
    """Return a copy of a database as of one moment, which others may be writing to."""
    try:
        with (
            closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=60)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            (found,) = target.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as err:
        raise ServerError(f"{database} cannot be read: {err}. No backup was made.") from err
    if found != "ok":
        raise ServerError(f"{database} is damaged ({found}). No backup was made: keep the one before.")
    return copy


def _claimed(name: str, data: Path) -> FileLock | None:
    """Return the folder's lock, None where there is no folder; a server that runs holds it."""
    if not data.exists():
        return None
    if not data.is_dir():
        raise ServerError(f"{data} is a file: choose another folder.")
    lock = FileLock(data / "server.lock")
    if not lock.try_acquire():
        lock.close()
        raise ServerError(f"{name} runs on {data}: stop it first, --force does not change that.")
    return lock


def _put(fresh: Path, data: Path) -> Path | None:
    """Move a folder to where another may be, and return where that is now."""
    if not data.exists():
        fresh.rename(data)
        return None
    if all(path.name == "server.lock" for path in data.iterdir()):
        shutil.rmtree(data)
        fresh.rename(data)
        return None
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    aside = data.with_name(f"{data.name}.before-restore-{stamp}")
    data.rename(aside)
    try:
        fresh.rename(data)
    except OSError:
        aside.rename(data)
        raise
    return aside
