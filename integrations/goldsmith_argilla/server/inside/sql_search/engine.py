"""Argilla's search engine over Argilla's own database."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, Self
from uuid import UUID

from argilla_server.database import AsyncSessionLocal
from argilla_server.enums import MetadataPropertyType, SimilarityOrder
from argilla_server.errors.future import UnprocessableEntityError
from argilla_server.models import (
    Dataset,
    MetadataProperty,
    Record,
    Response,
    Suggestion,
    User,
    VectorSettings,
)
from argilla_server.search_engine import SearchEngine
from argilla_server.search_engine.base import (
    Filter,
    FloatMetadataMetrics,
    IntegerMetadataMetrics,
    MetadataMetrics,
    Order,
    SearchResponseItem,
    SearchResponses,
    TermsMetrics,
    TextQuery,
)
from sqlalchemy import (
    ColumnElement,
    FromClause,
    false,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from .columns import POSTGRESQL, RECORDS, RESPONSES, json_values
from .conditions import where
from .orders import order_by
from .shuffle import shuffled, shuffled_by_hash
from .similarity import Vectors
from .simple_query import TooDeepError
from .text_index import TextIndex
from .ts_index import TsIndex

__all__ = ["SqlSearchEngine", "register"]

_TEXTS, _VECTORS = TsIndex() if POSTGRESQL else TextIndex(), Vectors()


def register() -> None:
    """Make the engine known to Argilla as "sql"."""
    SearchEngine.register("sql")(SqlSearchEngine)


class SqlSearchEngine(SearchEngine):
    """Search, filter, sort and count by SQL; only text has an index of its own, see `text_index`."""

    @classmethod
    async def new_instance(cls) -> Self:
        """Return an engine; it holds no connection."""
        return cls()

    async def close(self) -> None:
        """Nothing is held open."""

    async def ping(self) -> bool:
        """Say whether the database answers."""
        async with AsyncSessionLocal() as db:
            return (await db.execute(select(1))).scalar_one() == 1

    async def info(self) -> dict[str, Any]:
        """Return what Argilla's status page shows of its search engine."""
        return {
            "name": "sql",
            "cluster_name": "postgresql" if POSTGRESQL else "sqlite",
            "version": {"number": "1", "distribution": "goldsmith"},
        }

    async def create_index(self, dataset: Dataset) -> None:
        """Make the text index of a dataset that was published."""
        async with AsyncSessionLocal() as db:
            await _TEXTS.ensure(db, dataset.id)

    async def delete_index(self, dataset: Dataset) -> None:
        """Drop the text index of a dataset that was deleted."""
        async with AsyncSessionLocal() as db:
            await _TEXTS.drop(db, dataset.id)

    async def index_records(self, dataset: Dataset, records: Iterable[Record]) -> None:
        """Index the text of records that are new or changed."""
        async with AsyncSessionLocal() as db:
            await _TEXTS.write(db, dataset.id, records)

    async def delete_records(self, dataset: Dataset, records: Iterable[Record]) -> None:
        """Take the text of deleted records out."""
        async with AsyncSessionLocal() as db:
            await _TEXTS.delete(db, dataset.id, [record.id for record in records])

    async def configure_metadata_property(
        self, dataset: Dataset, metadata_property: MetadataProperty
    ) -> None:
        """Metadata are read from the records: nothing to prepare."""

    async def configure_index_vectors(self, vector_settings: VectorSettings) -> None:
        """Vectors are read from their table: nothing to prepare."""

    async def partial_record_update(self, record: Record, **update: Any) -> None:
        """The status is read from the record: nothing to copy."""

    async def update_record_response(self, response: Response) -> None:
        """Responses are read from their table: nothing to copy."""

    async def delete_record_response(self, response: Response) -> None:
        """Responses are read from their table: nothing to remove."""

    async def update_record_suggestion(self, suggestion: Suggestion) -> None:
        """Suggestions are read from their table: nothing to copy."""

    async def delete_record_suggestion(self, suggestion: Suggestion) -> None:
        """Suggestions are read from their table: nothing to remove."""

    async def get_dataset_progress(self, dataset: Dataset) -> dict[str, int]:
        """Return the number of records in all, and by status."""
        if dataset.is_draft:
            return {}
        counts = select(RECORDS.c.status, func.count()).where(RECORDS.c.dataset_id == dataset.id)
        return await _totals(counts.group_by(RECORDS.c.status))

    async def get_dataset_user_progress(self, dataset: Dataset, user: User) -> dict[str, int]:
        """Return the number of the user's responses in all, and by status."""
        if dataset.is_draft:
            return {}
        counts = select(RESPONSES.c.status, func.count()).join(RECORDS, RECORDS.c.id == RESPONSES.c.record_id)
        mine = counts.where(RECORDS.c.dataset_id == dataset.id, RESPONSES.c.user_id == user.id)
        return await _totals(mine.group_by(RESPONSES.c.status))

    async def compute_metrics_for(self, metadata_property: MetadataProperty) -> MetadataMetrics:
        """Return the terms with their counts, commonest first, or the least and greatest number."""
        rows, value = json_values(RECORDS.c.metadata, metadata_property.name)
        known = [RECORDS.c.dataset_id == metadata_property.dataset_id, value.text.isnot(None)]
        async with AsyncSessionLocal() as db:
            if metadata_property.type == MetadataPropertyType.terms:
                counts = select(value.text, func.count()).select_from(RECORDS, rows).where(*known)
                by_count = counts.group_by(value.text).order_by(func.count().desc(), value.text)
                found = (await db.execute(by_count)).all()
                buckets = [TermsMetrics.TermCount(term=term, count=count) for term, count in found]
                return TermsMetrics(total=sum(count for _, count in found), values=buckets)
            ends = select(func.min(value.number), func.max(value.number)).select_from(RECORDS, rows)
            least, greatest = (await db.execute(ends.where(*known))).one()
        integers = metadata_property.type == MetadataPropertyType.integer
        return (IntegerMetadataMetrics if integers else FloatMetadataMetrics)(min=least, max=greatest)

    async def search(  # noqa: PLR0917 - Argilla's signature
        self,
        dataset: Dataset,
        query: TextQuery | str | None = None,
        filter: Filter | None = None,  # noqa: A002 - Argilla's name
        sort: list[Order] | None = None,
        offset: int = 0,
        limit: int = 100,
        user_id: UUID | None = None,
    ) -> SearchResponses:
        """Return the records that match, best text match first.

        Without a text or a sort, an annotator (`user_id`) sees the records in an order of her own, always the same.
        """
        async with AsyncSessionLocal() as db:
            tables, condition, score = await _selected(db, dataset, query, filter)
            order = [key for one in sort or [] for key in order_by(one, dataset)]
            if not sort and query is not None:
                order = [score.desc()]
            elif not sort and user_id is not None:
                order = [literal_column((shuffled_by_hash if POSTGRESQL else shuffled)(user_id))]
            found = select(RECORDS.c.id, score).select_from(*tables).where(*condition)
            narrowed = query is not None or filter is not None
            if narrowed:  # counted by the way: text and filters cost more than keeping what they find
                found = found.add_columns(func.count().over())
            page = found.order_by(*order, RECORDS.c.inserted_at, RECORDS.c.id).offset(offset).limit(limit)
            rows = (await db.execute(page)).all()
            if rows and narrowed:
                total = rows[0][2]
            else:
                every = select(func.count()).select_from(*tables).where(*condition)
                total = (await db.execute(every)).scalar_one()
        items = [SearchResponseItem(record_id=row[0], score=row[1]) for row in rows]
        return SearchResponses(items=items, total=total)

    async def similarity_search(  # noqa: PLR0917 - Argilla's signature
        self,
        dataset: Dataset,
        vector_settings: VectorSettings,
        value: list[float] | None = None,
        record: Record | None = None,
        query: TextQuery | str | None = None,
        filter: Filter | None = None,  # noqa: A002 - Argilla's name
        max_results: int = 100,
        order: SimilarityOrder = SimilarityOrder.most_similar,
        threshold: float | None = None,
    ) -> SearchResponses:
        """Return the records nearest to `value`, or to `record` (itself left out), among those that match.

        Raises:
            ValueError: neither or both are given, or the record has no such vector.
        """
        if bool(value) == bool(record):
            raise ValueError("similarity_search() takes either a value or a record")
        wanted = value or record.vector_value_by_vector_settings(vector_settings)
        if not wanted:
            raise ValueError("The record has no vector of that name")
        async with AsyncSessionLocal() as db:
            farthest = order == SimilarityOrder.least_similar
            ranked = await _VECTORS.nearest(db, vector_settings, wanted, farthest=farthest)
            if query is not None or filter is not None:
                tables, condition, _ = await _selected(db, dataset, query, filter)
                rows = await db.execute(select(RECORDS.c.id).select_from(*tables).where(*condition))
                allowed = set(rows.scalars())
                ranked = ((one, score) for one, score in ranked if one in allowed)
        itself = record.id if record else None
        near = ((one, score) for one, score in ranked if one != itself and score >= (threshold or 0.0))
        items = [SearchResponseItem(record_id=one, score=score) for one, score in islice(near, max_results)]
        return SearchResponses(items=items, total=len(items))


async def _totals(counts: Any) -> dict[str, int]:
    async with AsyncSessionLocal() as db:
        rows = (await db.execute(counts)).all()
    return {"total": sum(count for _, count in rows)} | {status.value: count for status, count in rows}


async def _selected(
    db: AsyncSession, dataset: Dataset, query: TextQuery | str | None, condition: Filter | None
) -> tuple[list[FromClause], list[ColumnElement[bool]], ColumnElement[float]]:
    """Return the tables, the conditions and the score of the records that match a text and a filter."""
    conditions = [RECORDS.c.dataset_id == dataset.id, where(condition, dataset)]
    if query is None:
        return [RECORDS], conditions, literal(1.0)
    wanted = query if isinstance(query, TextQuery) else TextQuery(q=query)
    try:
        hits = await _TEXTS.hits(db, dataset.id, wanted.q, wanted.field)
    except TooDeepError as err:
        raise UnprocessableEntityError(str(err)) from err
    if hits is None:
        return [RECORDS], [false()], literal(0.0)
    return [RECORDS, hits], [*conditions, hits.c.record_id == RECORDS.c.id], hits.c.score
