"""A PostgreSQL server of the tests' own: in a temporary folder, at no port, gone with them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Where Debian keeps it, and where other systems do.
_FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), None]


def _program(name: str) -> str:
    found = next((one for folder in _FOLDERS if (one := shutil.which(name, path=folder))), None)
    assert found, f"No {name}; on Debian: apt-get install postgresql"
    return found


def _user() -> str | None:
    """Whom it runs as: it refuses to run as root."""
    if os.geteuid():
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, user=_user(), cwd="/")


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty database, on a socket that nobody else can open."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as place:
        folder, user = Path(place), _user()
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        # Nothing in it is to survive, so nothing waits for the disk.
        options = ("--auth=trust", "--username=goldsmith", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        _run(_program("initdb"), "-D", data, *options)
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        _run(_program("pg_ctl"), "-D", data, "-l", folder / "log", "-w", "-o", settings, "start")
        try:
            yield f"postgresql://goldsmith@/postgres?host={folder}"
        finally:
            _run(_program("pg_ctl"), "-D", data, "-m", "immediate", "stop")
