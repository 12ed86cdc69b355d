"""Changes to argilla-server 2.8.0 in memory, each for a measured reason."""

import asyncio
import copy
from typing import Any

__all__ = [
    "SERVED_BY",
    "cached_validators",
    "connections_for_each_thread",
    "fewer_statements",
    "no_events_without_webhooks",
    "percent_signs_in_the_url",
]


def connections_for_each_thread() -> None:
    """Keep PostgreSQL connections in a pool for the server only: one belongs to its event loop, and each job of the worker has its own."""
    from argilla_server.database import AsyncSessionLocal
    from argilla_server.database import async_engine as pooled
    from argilla_server.settings import settings
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.orm import Session
    from sqlalchemy.pool import NullPool

    if not settings.database_is_postgresql:
        return
    unpooled = create_async_engine(settings.database_url, poolclass=NullPool)

    class ServerSession(Session):
        def get_bind(self, *_: Any, **__: Any) -> Any:
            serving = asyncio.get_running_loop() is SERVED_BY.get("loop")
            return (pooled if serving else unpooled).sync_engine

    AsyncSessionLocal.configure(sync_session_class=ServerSession)


SERVED_BY: dict[str, asyncio.AbstractEventLoop] = {}
"""The event loop of the server, under "loop", once it serves."""


def percent_signs_in_the_url() -> None:
    """Let a database's URL hold percent signs: Alembic's settings take them for references to others."""
    from argilla_server import database

    url = database.database_url_sync
    database.database_url_sync = lambda: url().replace("%", "%%")


def cached_validators() -> None:
    """Read the settings of questions and metadata once, not for each record and suggestion, and with one validator each.

    With the mend below, logging goes from 80 to some 700 records a CPU-second.
    """
    from argilla_server.models import database
    from pydantic import TypeAdapter

    for model, settings in (
        (database.Question, database.QuestionSettings),
        (database.MetadataProperty, database.MetadataPropertySettings),
    ):
        model.parsed_settings = property(_read_once(TypeAdapter(settings)))


def _read_once(adapter: Any) -> Any:
    def parsed_settings(self: Any) -> Any:
        kept = self.__dict__.get("_goldsmith_parsed")
        if kept is None or kept[0] != self.settings:
            kept = copy.deepcopy(dict(self.settings)), adapter.validate_python(self.settings)
            self.__dict__["_goldsmith_parsed"] = kept
        return kept[1]

    return parsed_settings


def fewer_statements() -> None:
    """Log records in bulk with fewer, cheaper statements, see `bulk`."""
    from . import bulk

    bulk.install()


def no_events_without_webhooks() -> None:
    """Skip the event (and the five relations loaded for it) of each record and response while no webhook listens."""
    from argilla_server.bulk import records_bulk
    from argilla_server.contexts import datasets, distribution

    for module, name in (
        (records_bulk, "notify_record_event_v1"),
        (distribution, "notify_record_event_v1"),
        (datasets, "notify_response_event_v1"),
    ):
        setattr(module, name, _if_heard(getattr(module, name)))


def _if_heard(notify: Any) -> Any:
    from argilla_server.contexts import webhooks

    async def notify_if_heard(db: Any, event: Any, about: Any) -> list[Any]:
        if "webhooks" not in db.info:
            db.info["webhooks"] = bool(await webhooks.list_enabled_webhooks(db))
        return await notify(db, event, about) if db.info["webhooks"] else []

    return notify_if_heard
