"""`goldsmith backup` and `goldsmith restore`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["add_backups"]

ServerName = Annotated[Literal["argilla", "label-studio"], typer.Argument(help="Whose data.")]
Archive = Annotated[Path, typer.Argument(help="The backup, e.g. argilla.tar.gz.")]
Data = Annotated[
    Path | None, typer.Option(help="The data folder. (default: the server's name, in $GOLDSMITH_HOME)")
]


def add_backups(app: typer.Typer) -> None:
    """Add both commands."""
    app.command("backup")(_backup)
    app.command("restore")(_restore)


def _backup(server: ServerName, archive: Archive, data: Data = None) -> None:
    """Write a review server's data to one file, accounts and secrets included; the server may run."""
    from goldsmith_recipes.cli import readable_errors, say

    with readable_errors():
        from goldsmith.serving import back_up

        done = back_up(server, archive, data)
        say(f"Backup: {done} ({done.stat().st_size / 2**20:.1f} MiB)")
        say("It holds every password and key of the server; only you can read it. Keep it so.")


def _restore(
    server: ServerName,
    archive: Archive,
    data: Data = None,
    force: Annotated[
        bool, typer.Option("--force", help="Restore where there is data already, which is set aside.")
    ] = False,
) -> None:
    """Bring the data of a backup back; the server must not run."""
    from goldsmith_recipes.cli import readable_errors, say

    with readable_errors():
        from goldsmith.serving import restore

        aside = restore(server, archive, data, force=force)
        say(f"Restored {archive}. Start it with: goldsmith serve {server}{f' --data {data}' if data else ''}")
        if aside:
            say(f"What was there before is in {aside}")
