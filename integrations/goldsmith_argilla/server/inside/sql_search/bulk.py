"""Argilla's bulk logging with fewer, cheaper statements: what is stored, checked and answered stays the same.

argilla-server 2.8.0 writes each batch of suggestions, vectors and responses as one statement of hundreds of rows, which
SQLAlchemy compiles anew each time; reads all records of the batch back twice; and makes a throw-away record to check each.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from argilla_server.bulk import records_bulk
from argilla_server.contexts import distribution
from argilla_server.contexts.records import (
    fetch_records_by_external_ids_as_dict,
    fetch_records_by_ids_as_dict,
)
from argilla_server.enums import DatasetDistributionStrategy, RecordStatus, ResponseStatus
from argilla_server.models import Dataset, Record, Response, Suggestion, Vector
from argilla_server.validators.records import RecordCreateValidator
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

__all__ = ["install"]

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def install() -> None:
    """Put the cheaper ways in place of argilla-server's own."""
    for owner, name, cheaper in (
        (records_bulk.CreateRecordsBulk, "_upsert_records_suggestions", _upsert_suggestions),
        (records_bulk.CreateRecordsBulk, "_upsert_records_vectors", _upsert_vectors),
        (records_bulk.UpsertRecordsBulk, "_fetch_existing_dataset_records", _existing),
        (records_bulk, "jsonable_encoder", _encoded),
        (records_bulk, "_preload_records_relationships_before_index", _preload),
        (distribution, "unsafe_update_records_status", _update_status),
        (RecordCreateValidator, "validate", classmethod(_validate)),
    ):
        setattr(owner, name, cheaper)


async def _upsert_suggestions(self: Any, pairs: Sequence[tuple[Record, Any]]) -> None:
    rows = [
        suggestion.model_dump() | {"record_id": record.id}
        for record, suggestions in pairs
        for suggestion in suggestions or []
    ]
    await _upsert(self._db, Suggestion, rows, ["record_id", "question_id"])


async def _upsert_vectors(self: Any, pairs: Sequence[tuple[Record, Any]]) -> None:
    rows = [
        {
            "value": value,
            "record_id": record.id,
            "vector_settings_id": record.dataset.vector_settings_by_name(name).id,
        }
        for record, vectors in pairs
        for name, value in (vectors or {}).items()
    ]
    await _upsert(self._db, Vector, rows, ["record_id", "vector_settings_id"])


async def _upsert(db: AsyncSession, model: Any, rows: list[dict[str, Any]], key: list[str]) -> None:
    """Insert or update rows by one statement for all: compiled once, run for each row."""
    if not rows:
        return
    insert = _INSERT[db.bind.dialect.name](model.__table__)
    new = {name: insert.excluded[name] for name in model.__upsertable_columns__}
    new["updated_at"] = datetime.now(UTC).replace(tzinfo=None)
    connection = await db.connection()
    await connection.execute(insert.on_conflict_do_update(index_elements=key, set_=new), rows)


async def _existing(_: Any, dataset: Dataset, records: Sequence[Any]) -> dict[str | UUID, Record]:
    """Look records up by what they have: an external id, else an id."""
    db = dataset.current_async_session
    external = [one.external_id for one in records if one.external_id is not None]
    found: dict[Any, Record] = (
        await fetch_records_by_external_ids_as_dict(db, dataset, external) if external else {}
    )
    ids = [one.id for one in records if one.id is not None and one.id not in found]
    return found | (await fetch_records_by_ids_as_dict(db, dataset, ids) if ids else {})


def _encoded(fields: Any) -> Any:
    """Return fields as JSON can hold them; texts are that already."""
    if isinstance(fields, dict) and all(type(value) is str for value in fields.values()):
        return fields
    return _encode(fields)


_encode = records_bulk.jsonable_encoder


async def _update_status(db: AsyncSession, records: list[Record]) -> None:
    """Set each record's status by the number of its submitted responses."""
    wanted = select(Dataset).where(Dataset.id.in_({record.dataset_id for record in records}))
    datasets = {dataset.id: dataset for dataset in (await db.execute(wanted)).scalars()}
    counts = select(Response.record_id, func.count()).where(
        Response.record_id.in_([record.id for record in records]), Response.status == ResponseStatus.submitted
    )
    submitted = dict((await db.execute(counts.group_by(Response.record_id))).tuples().all())
    for record in records:
        dataset = datasets[record.dataset_id]
        set_committed_value(record, "dataset", dataset)
        if dataset.distribution_strategy != DatasetDistributionStrategy.overlap:
            raise NotImplementedError(f"unsupported distribution strategy `{dataset.distribution_strategy}`")
        enough = submitted.get(record.id, 0) >= dataset.distribution["min_submitted"]
        record.status = RecordStatus.completed if enough else RecordStatus.pending


async def _preload(db: AsyncSession, records: Sequence[Record]) -> None:
    """Load what belongs to the records, and is told of them in the answer: a query for each kind."""
    for model, name in ((Response, "responses"), (Suggestion, "suggestions"), (Vector, "vectors")):
        query = (
            select(model)
            .where(model.record_id.in_([record.id for record in records]))
            .order_by(model.inserted_at)
        )
        if model is Response:
            query = query.options(selectinload(Response.user))
        of_record: dict[UUID, list[Any]] = {}
        for one in (await db.execute(query.execution_options(populate_existing=True))).scalars():
            of_record.setdefault(one.record_id, []).append(one)
        for record in records:
            set_committed_value(record, name, of_record.get(record.id, []))


async def _validate(cls: Any, record_create: Any, dataset: Dataset) -> None:
    """Check a new record as argilla-server does, without making one that is thrown away."""
    proposed = SimpleNamespace(fields=record_create.fields, dataset=dataset)
    cls._validate_fields(record_create.fields, dataset)
    cls._validate_metadata(record_create.metadata, dataset)
    cls._validate_suggestions(record_create.suggestions, dataset, record=proposed)
    cls._validate_vectors(record_create.vectors, dataset)
    await cls._validate_responses(record_create.responses, dataset, record=proposed)
