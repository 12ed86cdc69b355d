"""Argilla's orders as SQL over Argilla's own tables."""

from typing import Any

from argilla_server.models import Dataset
from argilla_server.search_engine.base import (
    FilterScope,
    MetadataFilterScope,
    Order,
    RecordFilterScope,
    SuggestionFilterScope,
)
from sqlalchemy import ColumnElement, Float, cast, func, select

from .columns import RECORDS, RESPONSES, json_values, of_responses, of_suggestion, suggested

__all__ = ["order_by"]


def order_by(order: Order, dataset: Dataset) -> ColumnElement[Any]:
    """Return `order` as SQL; as in Elasticsearch, of several values the least (descending: greatest) counts.

    Responses count by their mean, and records without a value come last either way.
    """
    descending = str(order.order) == "desc"
    key = _key(order.scope, dataset, func.max if descending else func.min)
    return (key.desc() if descending else key.asc()).nulls_last()


def _key(scope: FilterScope, dataset: Dataset, extreme: Any) -> ColumnElement[Any]:
    if isinstance(scope, RecordFilterScope):
        return RECORDS.c[str(scope.property)]
    if isinstance(scope, MetadataFilterScope):
        values = json_values(RECORDS.c.metadata, scope.metadata_property)
        found = select(extreme(values.c.value)).select_from(values)
    elif isinstance(scope, SuggestionFilterScope):
        tables, value = suggested(scope)
        found = select(extreme(value)).select_from(*tables).where(of_suggestion(scope, dataset))
    elif scope.question:
        values = json_values(RESPONSES.c["values"], scope.question, "value")
        mean = func.avg(cast(values.c.value, Float))
        found = select(mean).select_from(RESPONSES, values).where(of_responses(scope))
    else:
        found = (
            select(extreme(RESPONSES.c[str(scope.property)]))
            .select_from(RESPONSES)
            .where(of_responses(scope))
        )
    return found.correlate(RECORDS).scalar_subquery()
