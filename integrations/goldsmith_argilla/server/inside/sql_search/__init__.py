"""What Argilla needs around it, in its own process: search in SQLite, a Redis, a worker, two slow paths mended.

`install` must run before anything of `argilla_server` is imported.
"""

from pathlib import Path

__all__ = ["install", "start_worker"]


def install(index: Path) -> None:
    """Put the search engine "sql" (with its text index in the file `index`), the Redis and the mends in place."""
    from . import mends, redis_inside

    redis_inside.install()
    mends.one_connection_a_session()

    from . import engine, text_index

    text_index.create(index)
    engine.register()
    mends.cached_validators()
    mends.no_events_without_webhooks()


def start_worker() -> None:
    """Run the background jobs (webhooks, record status) in a thread of this process."""
    from .redis_inside import start_worker

    start_worker()
