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

from .columns import (
    POSTGRESQL,
    RECORDS,
    RESPONSES,
    as_text,
    json_values,
    of_responses,
    of_suggestion,
    suggested,
)

__all__ = ["order_by"]

_BY_TEXT = (
    "status",
    "external_id",
)  # PostgreSQL sorts an enumeration as declared, and texts by the language of the database


def order_by(order: Order, dataset: Dataset) -> list[ColumnElement[Any]]:
    """Return `order` as SQL; as in Elasticsearch, of several values the least (descending: greatest) counts.

    Responses count by their mean, and records without a value come last either way.
    """
    descending = str(order.order) == "desc"
    keys = _keys(order.scope, dataset, func.max if descending else func.min)
    return [(key.desc() if descending else key.asc()).nulls_last() for key in keys]


def _keys(scope: FilterScope, dataset: Dataset, extreme: Any) -> list[ColumnElement[Any]]:
    if isinstance(scope, RecordFilterScope):
        column = RECORDS.c[str(scope.property)]
        return [as_text(column) if POSTGRESQL and column.name in _BY_TEXT else column]
    if isinstance(scope, MetadataFilterScope):
        rows, value = json_values(RECORDS.c.metadata, scope.metadata_property)
        found = [select(extreme(key)).select_from(rows) for key in value.keys]
    elif isinstance(scope, SuggestionFilterScope):
        tables, value = suggested(scope)
        mine = of_suggestion(scope, dataset)
        found = [select(extreme(key)).select_from(*tables).where(mine) for key in value.keys]
    elif scope.question:
        rows, value = json_values(RESPONSES.c["values"], scope.question, "value")
        mean = func.avg(cast(value.keys[0], Float))
        found = [select(mean).select_from(RESPONSES, rows).where(of_responses(scope))]
    else:
        column = as_text(RESPONSES.c[str(scope.property)])
        found = [select(extreme(column)).select_from(RESPONSES).where(of_responses(scope))]
    return [one.correlate(RECORDS).scalar_subquery() for one in found]
