"""What Argilla needs around it, in its own process: search in its database, a Redis, a worker, slow paths mended.

`install` must run before anything of `argilla_server` is imported.
"""

import asyncio
from pathlib import Path

__all__ = ["install", "prepare", "serving", "start_worker"]


def install(index: Path) -> None:
    """Put the search engine "sql" (on SQLite with its text index in the file `index`), the Redis and the mends in place."""
    from . import mends, redis_inside

    redis_inside.install()

    from . import columns, engine, text_index

    if not columns.POSTGRESQL:
        text_index.create(index)
    engine.register()
    mends.cached_validators()
    mends.fewer_statements()
    mends.no_events_without_webhooks()
    mends.connections_for_each_thread()
    mends.percent_signs_in_the_url()


async def prepare() -> None:
    """Make what the engine keeps in Argilla's database, which is up to date."""
    from . import columns, ts_index

    if columns.POSTGRESQL:
        await ts_index.prepare()


def serving() -> None:
    """Say that the server runs in this event loop."""
    from .mends import SERVED_BY

    SERVED_BY["loop"] = asyncio.get_running_loop()


def start_worker() -> None:
    """Run the background jobs (webhooks, record status) in a thread of this process."""
    from .redis_inside import start_worker

    start_worker()
