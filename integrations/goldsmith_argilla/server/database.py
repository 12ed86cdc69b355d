"""Which database keeps what a data folder's Argilla knows."""

import re
from pathlib import Path

from goldsmith.errors import ServerError
from goldsmith.serving.credentials import read_private, write_private

__all__ = ["choose_database"]

_POSTGRESQL = re.compile(r"postgres(?:ql)?(?:\+\w+)?://")


def choose_database(data: Path, url: str | None) -> None:
    """Remember that the Argilla on the folder `data` keeps its data in the PostgreSQL database at `url` from now on.

    The URL, password and all, is kept in `database.json`, readable by its owner alone. None leaves things as they are: that
    database, else the SQLite file in the folder.

    Raises:
        ServerError: the URL is of no PostgreSQL, or the folder has data in SQLite already. The message does not repeat the URL.
    """
    if url is None or url.startswith("sqlite"):
        if url and (data / "database.json").exists():
            raise ServerError(f"{data} keeps its data in PostgreSQL; name another folder to start on SQLite.")
        return
    if not _POSTGRESQL.match(url):
        raise ServerError(
            f"ARGILLA_DATABASE_URL asks for {url.partition(':')[0]!r}: Argilla keeps its data in SQLite or PostgreSQL, "
            "for example postgresql://user:password@host:5432/argilla."
        )
    if (data / "argilla.db").exists():
        raise ServerError(
            f"{data} has data in SQLite already, which do not move to PostgreSQL by themselves; name another folder."
        )
    wanted = _POSTGRESQL.sub("postgresql+asyncpg://", url, count=1)
    if (read_private(data / "database.json") or {}).get("url") != wanted:
        write_private(data / "database.json", {"url": wanted})
