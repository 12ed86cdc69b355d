"""The one thing Argilla's own tables cannot answer: full-text search, in a SQLite file beside them.

The file holds a table `documents`, a row a record, and for each dataset an FTS5 table with a column a field. It is a
copy: delete it, and it is built again from the records when a dataset is first used. Each dataset is also compared with
its records once in the life of the process, which mends what a crash between a write there and a write here left out.
"""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from argilla_server.database import async_engine
from argilla_server.models import Field, Record
from sqlalchemy import CTE, Float, Uuid, column, event, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from .simple_query import EVERY, fts5_expression
from .tokens import words

__all__ = ["TextIndex", "create", "plain", "searchable_fields"]

# ruff: noqa: S608 - the names put into SQL are made of hexadecimal ids; every value is bound.

_SCHEMA = """
PRAGMA journal_mode=wal;
CREATE TABLE IF NOT EXISTS documents (
    docid INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, dataset_id TEXT NOT NULL, stamp TEXT);
CREATE INDEX IF NOT EXISTS documents_dataset ON documents (dataset_id);
"""
_BATCH = 1000


def create(path: Path) -> None:
    """Make the index file, anew if what is there is no database, and attach it to each connection as `search`."""
    try:
        _execute(path)
    except sqlite3.DatabaseError:
        path.unlink()
        _execute(path)
    path.chmod(0o600)

    @event.listens_for(async_engine.sync_engine, "connect")
    def attach(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("ATTACH DATABASE ? AS search", (str(path),))
        cursor.close()


def _execute(path: Path) -> None:
    database = sqlite3.connect(path)
    try:
        database.executescript(_SCHEMA)
    finally:
        database.close()


def _table(dataset_id: UUID) -> str:
    return f"text_{dataset_id.hex}"


def _column(field: Field) -> str:
    return f"f_{field.id.hex}"


def plain(value: Any) -> str:
    """Return the text of a field: a text, a chat's roles and contents, or a custom field's JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list):
        return "\n".join(f"{turn.get('role', '')} {turn.get('content', '')}" for turn in value)
    return json.dumps(value, ensure_ascii=False)


async def searchable_fields(db: AsyncSession, dataset_id: UUID) -> list[Field]:
    """Return a dataset's fields that have a text."""
    fields = (await db.execute(select(Field).where(Field.dataset_id == dataset_id))).scalars().all()
    return [field for field in fields if not field.is_image]


class TextIndex:
    """The full-text tables of all datasets."""

    def __init__(self) -> None:
        """Know no dataset yet."""
        self._checked: dict[UUID, list[Field]] = {}

    async def ensure(self, db: AsyncSession, dataset_id: UUID) -> list[Field]:
        """Return the dataset's searchable fields, its table in step with its records (checked once a process)."""
        if dataset_id not in self._checked:
            searchable = await searchable_fields(db, dataset_id)
            await self._make_table(db, dataset_id, searchable)
            await self._forget_deleted(db, dataset_id)
            while stale := await self._stale(db, dataset_id):
                await self._write(db, dataset_id, searchable, stale)
            self._checked[dataset_id] = searchable
        return self._checked[dataset_id]

    async def write(self, db: AsyncSession, dataset_id: UUID, records: Iterable[Record]) -> None:
        """Index `records`, or index them again."""
        fields = await self.ensure(db, dataset_id)
        await self._write(db, dataset_id, fields, [(record.id.hex, record.fields) for record in records])

    async def delete(self, db: AsyncSession, dataset_id: UUID, record_ids: Iterable[UUID]) -> None:
        """Take records out."""
        await self.ensure(db, dataset_id)
        ids = [{"id": record_id.hex} for record_id in record_ids]
        if ids:
            where = "WHERE rowid = (SELECT docid FROM search.documents WHERE record_id = :id)"
            await db.execute(text(f"DELETE FROM search.{_table(dataset_id)} {where}"), ids)
            await db.execute(text("DELETE FROM search.documents WHERE record_id = :id"), ids)
            await db.commit()

    async def drop(self, db: AsyncSession, dataset_id: UUID) -> None:
        """Take a dataset out."""
        self._checked.pop(dataset_id, None)
        await db.execute(text(f"DROP TABLE IF EXISTS search.{_table(dataset_id)}"))
        await db.execute(text("DELETE FROM search.documents WHERE dataset_id = :id"), {"id": dataset_id.hex})
        await db.commit()

    async def hits(self, db: AsyncSession, dataset_id: UUID, query: str, field: str | None) -> CTE | None:
        """Return (`record_id`, `score`) of the records that match, as a table to join, or None when none can.

        The table is materialised: left to itself, SQLite runs the full-text search once for each record.
        """
        fields = await self.ensure(db, dataset_id)
        chosen = next((_column(one) for one in fields if one.name == field), "every") if field else None
        expression = fts5_expression(query, chosen)
        if expression is None:
            return None
        table = _table(dataset_id)
        found = text(
            "SELECT documents.record_id, hit.score FROM "
            f"(SELECT rowid AS docid, -bm25({table}) AS score FROM search.{table} WHERE {table} MATCH :expression) hit "
            "JOIN search.documents ON documents.docid = hit.docid"
        ).bindparams(expression=expression)
        return (
            found.columns(column("record_id", Uuid), column("score", Float))
            .cte("hits")
            .prefix_with("MATERIALIZED")
        )

    async def _make_table(self, db: AsyncSession, dataset_id: UUID, fields: list[Field]) -> None:
        """Make the dataset's table if it has none, in which case what `documents` says of it is void."""
        table = _table(dataset_id)
        there = await db.execute(
            text("SELECT 1 FROM search.sqlite_master WHERE name = :name"), {"name": table}
        )
        if there.first() is None:
            columns = ", ".join(["every", *map(_column, fields)])
            await db.execute(
                text("DELETE FROM search.documents WHERE dataset_id = :id"), {"id": dataset_id.hex}
            )
            await db.execute(
                text(
                    f"CREATE VIRTUAL TABLE IF NOT EXISTS search.{table} USING fts5({columns}, tokenize='ascii')"
                )
            )
            await db.commit()

    async def _forget_deleted(self, db: AsyncSession, dataset_id: UUID) -> None:
        gone = "dataset_id = :id AND record_id NOT IN (SELECT id FROM main.records WHERE dataset_id = :id)"
        where = {"id": dataset_id.hex}
        await db.execute(
            text(
                f"DELETE FROM search.{_table(dataset_id)} "
                f"WHERE rowid IN (SELECT docid FROM search.documents WHERE {gone})"
            ),
            where,
        )
        await db.execute(text(f"DELETE FROM search.documents WHERE {gone}"), where)
        await db.commit()

    async def _stale(self, db: AsyncSession, dataset_id: UUID) -> list[tuple[str, dict[str, Any]]]:
        """Return up to a batch of (id, fields) of records that are not indexed as they now are."""
        rows = await db.execute(
            text(
                "SELECT records.id, records.fields FROM main.records LEFT JOIN search.documents "
                "ON documents.record_id = records.id WHERE records.dataset_id = :id "
                f"AND documents.stamp IS NOT records.updated_at LIMIT {_BATCH}"
            ),
            {"id": dataset_id.hex},
        )
        return [(record_id, json.loads(fields)) for record_id, fields in rows]

    async def _write(
        self, db: AsyncSession, dataset_id: UUID, fields: list[Field], rows: list[tuple[str, dict[str, Any]]]
    ) -> None:
        names = ["every", *map(_column, fields)]
        fill = text(
            f"INSERT OR REPLACE INTO search.{_table(dataset_id)} (rowid, {', '.join(names)}) "
            f"SELECT docid, {', '.join(f':{name}' for name in names)} FROM search.documents WHERE record_id = :id"
        )
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            await db.execute(
                text(
                    "INSERT INTO search.documents (record_id, dataset_id, stamp) "
                    "SELECT id, dataset_id, updated_at FROM main.records WHERE id = :id "
                    "ON CONFLICT (record_id) DO UPDATE SET stamp = excluded.stamp"
                ),
                [{"id": record_id} for record_id, _ in batch],
            )
            await db.execute(
                fill, [{"id": i, "every": EVERY} | _texts(fields, values) for i, values in batch]
            )
        await db.commit()


def _texts(fields: list[Field], values: dict[str, Any]) -> dict[str, str]:
    return {_column(field): " ".join(words(plain(values.get(field.name)))) for field in fields}
