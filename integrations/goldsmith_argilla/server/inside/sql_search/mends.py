"""Three changes to argilla-server 2.8.0 in memory, each for a measured reason."""

from typing import Any

__all__ = ["cached_validators", "no_events_without_webhooks", "one_connection_a_session"]


def one_connection_a_session() -> None:
    """Open a SQLite connection for each session: the server's loop and the worker's thread must not share a pool."""
    from argilla_server.settings import Settings
    from sqlalchemy.pool import NullPool

    engine_args = Settings.database_engine_args.fget
    Settings.database_engine_args = property(lambda self: engine_args(self) | {"poolclass": NullPool})


def cached_validators() -> None:
    """Build the pydantic validators of questions and metadata once, not for each record and question.

    With the mend below, logging goes from 80 to some 700 records a CPU-second.
    """
    from argilla_server.models import database
    from pydantic import TypeAdapter

    questions = TypeAdapter(database.QuestionSettings)
    properties = TypeAdapter(database.MetadataPropertySettings)
    database.Question.parsed_settings = property(lambda self: questions.validate_python(self.settings))
    database.MetadataProperty.parsed_settings = property(
        lambda self: properties.validate_python(self.settings)
    )


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
