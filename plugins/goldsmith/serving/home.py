"""Where goldsmith keeps what outlives a run: server environments and the servers' data."""

import os
from pathlib import Path

__all__ = ["home"]


def home() -> Path:
    """Return `$GOLDSMITH_HOME`, else `$XDG_DATA_HOME/goldsmith`, else `~/.local/share/goldsmith`; always absolute.

    >>> os.environ["GOLDSMITH_HOME"] = "/srv/goldsmith"
    >>> home().as_posix()
    '/srv/goldsmith'
    """
    if chosen := os.environ.get("GOLDSMITH_HOME"):
        return Path(chosen).expanduser().absolute()
    shared = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser().absolute() / "goldsmith"
