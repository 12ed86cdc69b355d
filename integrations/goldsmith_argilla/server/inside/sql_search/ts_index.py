"""Full-text search on PostgreSQL: a table beside Argilla's own, in the schema `goldsmith_search`.

It has a row for each record, and for each of its fields where there are several, with the words as a `tsvector` made by
`tokens.words`, as in SQLite: PostgreSQL's own parser would drop emoji and know no Chinese. PostgreSQL deletes the rows with
their record. Each dataset is compared with its records once in the life of the process.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from argilla_server.database import AsyncSessionLocal
from argilla_server.models import Field, Record
from sqlalchemy import Float, FromClause, String, Uuid, bindparam, column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from .columns import RECORDS
from .simple_query import TooDeepError, ts_query
from .text_index import plain, searchable_fields
from .ts_vector import ts_vector

__all__ = ["TsIndex", "prepare"]

_SCHEMA = (
    "CREATE SCHEMA IF NOT EXISTS goldsmith_search",
    """CREATE TABLE IF NOT EXISTS goldsmith_search.texts (
        record_id UUID REFERENCES records (id) ON DELETE CASCADE, field TEXT, dataset_id UUID NOT NULL,
        words TSVECTOR NOT NULL, stamp TIMESTAMP, PRIMARY KEY (record_id, field))""",
    "CREATE INDEX IF NOT EXISTS texts_dataset ON goldsmith_search.texts (dataset_id, field)",
    "CREATE INDEX IF NOT EXISTS texts_words ON goldsmith_search.texts USING gin (words)",
)
_FILL = text(
    "INSERT INTO goldsmith_search.texts (record_id, field, dataset_id, words, stamp) "
    "SELECT id, :field, dataset_id, CAST(:words AS TSVECTOR), updated_at FROM records WHERE id = :id "
    "ON CONFLICT (record_id, field) DO UPDATE SET words = excluded.words, stamp = excluded.stamp"
).bindparams(bindparam("id", type_=Uuid), bindparam("field", type_=String), bindparam("words", type_=String))
_STALE = text(
    "SELECT records.id FROM records LEFT JOIN goldsmith_search.texts t ON t.record_id = records.id AND t.field = '' "
    "WHERE records.dataset_id = :id AND t.stamp IS DISTINCT FROM records.updated_at LIMIT 1000"
).bindparams(bindparam("id", type_=Uuid))
_FOUND = text(
    "SELECT record_id, ts_rank(words, CAST(:query AS TSQUERY), 1) AS score FROM goldsmith_search.texts "
    "WHERE dataset_id = :id AND field = :field AND words @@ CAST(:query AS TSQUERY)"
).bindparams(bindparam("id", type_=Uuid))
_LONGEST_QUERY = 200_000


async def prepare() -> None:
    """Make the table, once Argilla's own are there."""
    async with AsyncSessionLocal() as db:
        for statement in _SCHEMA:
            await db.execute(text(statement))
        await db.commit()


class TsIndex:
    """The full-text rows of all datasets; the same methods as `TextIndex`."""

    def __init__(self) -> None:
        """Know no dataset yet."""
        self._checked: dict[UUID, list[Field]] = {}

    async def ensure(self, db: AsyncSession, dataset_id: UUID) -> list[Field]:
        """Return the dataset's searchable fields, its rows in step with its records (checked once a process)."""
        if dataset_id not in self._checked:
            fields = await searchable_fields(db, dataset_id)
            while stale := (await db.execute(_STALE, {"id": dataset_id})).scalars().all():
                rows = await db.execute(select(RECORDS.c.id, RECORDS.c.fields).where(RECORDS.c.id.in_(stale)))
                await self._write(db, fields, [(row.id, row.fields) for row in rows])
            self._checked[dataset_id] = fields
        return self._checked[dataset_id]

    async def write(self, db: AsyncSession, dataset_id: UUID, records: Iterable[Record]) -> None:
        """Index `records`, or index them again."""
        fields = await self.ensure(db, dataset_id)
        await self._write(db, fields, [(record.id, record.fields) for record in records])

    async def delete(self, db: AsyncSession, dataset_id: UUID, record_ids: Iterable[UUID]) -> None:
        """Nothing to do: the rows went with their records."""

    async def drop(self, _db: AsyncSession, dataset_id: UUID) -> None:
        """Forget a dataset; its rows went with its records."""
        self._checked.pop(dataset_id, None)

    async def hits(
        self, db: AsyncSession, dataset_id: UUID, query: str, field: str | None
    ) -> FromClause | None:
        """Return (`record_id`, `score`) of the records that match, as a table to join, or None when none can."""
        fields = await self.ensure(db, dataset_id)
        expression = ts_query(query)
        if expression is None:
            return None
        if len(expression) > _LONGEST_QUERY:
            raise TooDeepError("The query is longer than PostgreSQL can follow; write it with fewer words.")
        part = "" if field is None or [field] == [one.name for one in fields] else field
        found = _FOUND.bindparams(query=expression, id=dataset_id, field=part)
        return found.columns(column("record_id", Uuid), column("score", Float)).subquery("hits")

    async def _write(
        self, db: AsyncSession, fields: list[Field], rows: list[tuple[UUID, dict[str, Any]]]
    ) -> None:
        if parts := [part for id_, values in rows for part in _parts(id_, fields, values)]:
            await db.execute(_FILL, parts)
            await db.commit()


def _parts(record_id: UUID, fields: list[Field], values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a record's rows hold: all of it (field ""), and each field by itself where there are several."""
    texts = {field.name: plain(values.get(field.name)) for field in fields}
    parts = {"": ts_vector(texts.values())}
    if len(texts) > 1:
        parts |= {name: ts_vector([text]) for name, text in texts.items()}
    return [{"id": record_id, "field": name, "words": vector} for name, vector in parts.items()]
