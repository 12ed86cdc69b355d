"""Start Argilla's server in an environment of its own, on SQLite or PostgreSQL."""

import os
from functools import partial
from pathlib import Path

from goldsmith.serving import Environment, Program, Server, launch
from goldsmith_argilla.server.database import choose_database

__all__ = ["serve"]

_HERE = Path(__file__).parent

PROGRAM = Program(
    name="argilla",
    environment=Environment(
        name="argilla",
        constraints=_HERE / "constraints.txt",
        requirements=("argilla-server==2.8.0", "asyncpg", "fakeredis", "psycopg2-binary"),
    ),
    script=_HERE / "inside" / "start.py",
    health="/api/v1/status",
    port=6900,
    username="goldsmith",
    variables={"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"},
)


def serve(
    data: Path | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    password: str | None = None,
    detached: bool = False,
) -> Server:
    """Return a running Argilla 2.8 server; the first start builds its environment, which takes a minute or two.

    Everything it knows is in `data`: its SQLite database, the search index, the credentials. Where the environment variable
    ARGILLA_DATABASE_URL names a PostgreSQL database, it keeps records, reviews and the search index there instead, at this
    and every later start on `data`. A server already running on that folder is found rather than started twice. Nothing in
    it goes to the network.

    Args:
        data: the data folder; by default `argilla` in `goldsmith.serving.home()`.
        host: the address to listen on; anything but loopback wants a `password` of at least 12 characters.
        port: by default 6900, or any free port where that is taken.
        password: the owner's password from now on; by default one generated at the first start.
        detached: let the server outlive this process.

    Raises:
        ServerError: it cannot be built or started; the message says why and what to do.
    """
    before = partial(choose_database, url=os.environ.get("ARGILLA_DATABASE_URL"))
    return launch(PROGRAM, data, host=host, port=port, password=password, detached=detached, before=before)
