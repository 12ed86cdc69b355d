"""Start Argilla on SQLite or PostgreSQL alone; runs inside its own environment, where goldsmith is not installed.

GOLDSMITH_DATA names the data folder, which has the owner in `credentials.json` and the URL of a PostgreSQL database, where
one is used, in `database.json`, and GOLDSMITH_SOCKET the open socket to serve. What Argilla expects around it is brought along: `sql_search` answers for
Elasticsearch, fakeredis and a worker thread for Redis and `argilla_server worker`.
"""

import asyncio
import json
import os
import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

DATA = Path(os.environ["GOLDSMITH_DATA"])
DATABASE = DATA / "argilla.db"
WORKSPACE = "goldsmith"


def configure(secret: str) -> None:
    """Set Argilla's environment variables, and put SQLite into the mode in which readers and a writer coexist."""
    statics = (
        DATA / "tmp"
    )  # Argilla copies its page into a fresh temporary folder at each start and leaves it there
    shutil.rmtree(statics, ignore_errors=True)
    statics.mkdir()
    os.environ |= {
        "TMPDIR": str(statics),
        "ARGILLA_HOME_PATH": str(DATA),
        "ARGILLA_DATABASE_URL": database_url(),
        "ARGILLA_DATABASE_SQLITE_TIMEOUT": "60",
        "ARGILLA_SEARCH_ENGINE": "sql",
        "ARGILLA_AUTH_SECRET_KEY": secret,
        "ARGILLA_ENABLE_SHARE_YOUR_PROGRESS": "false",
        "ARGILLA_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING": "false",
        "HF_HOME": str(DATA / "huggingface"),
    }


def database_url() -> str:
    """Return the URL of the PostgreSQL database that serves this data folder, or that of the SQLite file in it."""
    elsewhere = DATA / "database.json"
    if elsewhere.exists():
        return json.loads(elsewhere.read_text("utf-8"))["url"]
    with closing(sqlite3.connect(DATABASE)) as database:
        database.execute("PRAGMA journal_mode=wal")
    DATABASE.chmod(0o600)
    return f"sqlite+aiosqlite:///{DATABASE.name}"  # a path may hold what a URL may not


async def ensure_owner(username: str, password: str, api_key: str) -> None:
    """Make the owner and a workspace on the first start; later, make sure that the credentials still hold."""
    from argilla_server.contexts import accounts
    from argilla_server.database import AsyncSessionLocal
    from argilla_server.models import User, UserRole, Workspace

    async with AsyncSessionLocal() as db:
        if await Workspace.get_by(db, name=WORKSPACE) is None:
            await Workspace.create(db, name=WORKSPACE)
        owner = await accounts.get_user_by_username(db, username)
        if owner is None:
            owner = await User.create(
                db,
                first_name=username,
                username=username,
                role=UserRole.owner,
                password_hash=accounts.hash_password(password),
                api_key=api_key,
            )
        if owner.api_key != api_key or not accounts.verify_password(password, owner.password_hash):
            await owner.update(db, api_key=api_key, password_hash=accounts.hash_password(password))


def main() -> None:
    """Bring the database up to date, make the owner, serve."""
    owner = json.loads((DATA / "credentials.json").read_text("utf-8"))
    configure(owner["secret"])

    import sql_search

    sql_search.install(DATA / "search.db")

    import alembic.config
    import uvicorn
    from argilla_server.database import ALEMBIC_CONFIG_FILE

    alembic.config.main(argv=["-c", ALEMBIC_CONFIG_FILE, "upgrade", "head"])
    asyncio.run(sql_search.prepare())
    asyncio.run(ensure_owner(owner["username"], owner["password"], owner["api_key"]))
    sql_search.start_worker()
    config = uvicorn.Config(
        "argilla_server:app", access_log=False, log_level="warning", timeout_graceful_shutdown=5
    )
    config.setup_event_loop()

    async def serve() -> None:
        sql_search.serving()
        await uvicorn.Server(config).serve(
            sockets=[socket.socket(fileno=int(os.environ["GOLDSMITH_SOCKET"]))]
        )

    asyncio.run(serve())


if __name__ == "__main__":
    main()
