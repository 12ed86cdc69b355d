"""Argilla's filters and orders as SQL over Argilla's own tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from argilla_server.errors.future import UnprocessableEntityError
from argilla_server.models import Dataset, Question, Record, Response, Suggestion
from argilla_server.search_engine.base import (
    AndFilter,
    Filter,
    FilterScope,
    MetadataFilterScope,
    Order,
    RangeFilter,
    RecordFilterScope,
    ResponseFilterScope,
    SuggestionFilterScope,
    TermsFilter,
)
from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

__all__ = ["order_by", "where"]

RECORDS, RESPONSES = Record.__table__, Response.__table__
SUGGESTIONS, QUESTIONS = Suggestion.__table__, Question.__table__


def json_values(json_column: ColumnElement[Any], *path: str) -> FromClause:
    """Return the scalar, or each item of the list, at `path` of a JSON column, as rows (`value`, `type`)."""
    steps = "$" + "".join(f'."{step}"' for step in path)
    return func.json_each(json_column, steps).table_valued("value", "type", joins_implicitly=True)


def where(condition: Filter | None, dataset: Dataset) -> ColumnElement[bool]:
    """Return `condition` as SQL that holds for a row of `records`."""
    if condition is None:
        return true()
    if isinstance(condition, AndFilter):
        return and_(true(), *(where(part, dataset) for part in condition.filters))
    scope = condition.scope
    if isinstance(scope, RecordFilterScope):
        return _record_matches(str(scope.property), condition)
    if isinstance(scope, MetadataFilterScope):
        values = json_values(RECORDS.c.metadata, scope.metadata_property)
        return exists(select(1).select_from(values).where(_matches(values.c.value, condition)))
    if isinstance(scope, SuggestionFilterScope):
        values, value = _suggested(scope)
        tables = [SUGGESTIONS, QUESTIONS, *([] if values is None else [values])]
        return exists(
            select(1).select_from(*tables).where(_suggestion_of(scope, dataset), _matches(value, condition))
        )
    if scope.question:
        values = json_values(RESPONSES.c["values"], scope.question, "value")
        mine = select(1).select_from(RESPONSES, values).where(_responses_of(scope))
        return exists(mine.where(_matches(values.c.value, condition)))
    return _response_status(scope, condition)


def order_by(order: Order, dataset: Dataset) -> ColumnElement[Any]:
    """Return `order` as SQL; as in Elasticsearch, of several values the least (descending: greatest) counts.

    Responses count by their mean, and records without a value come last either way.
    """
    scope, descending = order.scope, str(order.order) == "desc"
    extreme = func.max if descending else func.min
    if isinstance(scope, RecordFilterScope):
        key = RECORDS.c[str(scope.property)]
    elif isinstance(scope, MetadataFilterScope):
        values = json_values(RECORDS.c.metadata, scope.metadata_property)
        key = select(extreme(values.c.value)).select_from(values).correlate(RECORDS).scalar_subquery()
    elif isinstance(scope, SuggestionFilterScope):
        values, value = _suggested(scope)
        tables = [SUGGESTIONS, QUESTIONS, *([] if values is None else [values])]
        best = select(extreme(value)).select_from(*tables).where(_suggestion_of(scope, dataset))
        key = best.correlate(RECORDS).scalar_subquery()
    elif scope.question:
        values = json_values(RESPONSES.c["values"], scope.question, "value")
        mean = (
            select(func.avg(cast(values.c.value, Float)))
            .select_from(RESPONSES, values)
            .where(_responses_of(scope))
        )
        key = mean.correlate(RECORDS).scalar_subquery()
    else:
        best = (
            select(extreme(RESPONSES.c[str(scope.property)]))
            .select_from(RESPONSES)
            .where(_responses_of(scope))
        )
        key = best.correlate(RECORDS).scalar_subquery()
    return (key.desc() if descending else key.asc()).nulls_last()


def _record_matches(name: str, condition: Filter) -> ColumnElement[bool]:
    column = RECORDS.c[name]
    if isinstance(condition, TermsFilter):
        if name == "id":
            return column.in_([parsed for value in condition.values if (parsed := _uuid(value))])
        return cast(column, String).in_([str(value) for value in condition.values])
    if name in ("inserted_at", "updated_at"):
        return _between(column, *map(_moment, (condition.ge, condition.le)))
    return _between(
        cast(column, String), *(None if bound is None else str(bound) for bound in _bounds(condition))
    )


def _suggested(scope: SuggestionFilterScope) -> tuple[FromClause | None, ColumnElement[Any]]:
    """Return where the property's values are (None: in the row itself) and the value."""
    name = str(scope.property).rpartition(".")[2]
    if name in ("agent", "type"):
        return None, SUGGESTIONS.c[name]
    values = json_values(SUGGESTIONS.c[name])
    return values, values.c.value


def _suggestion_of(scope: SuggestionFilterScope, dataset: Dataset) -> ColumnElement[bool]:
    return and_(
        SUGGESTIONS.c.record_id == RECORDS.c.id,
        SUGGESTIONS.c.question_id == QUESTIONS.c.id,
        QUESTIONS.c.name == scope.question,
        QUESTIONS.c.dataset_id == dataset.id,
    )


def _responses_of(scope: ResponseFilterScope) -> ColumnElement[bool]:
    """Return what makes a response count: it is of this record and, if one user's are asked for, by that user."""
    of_record = RESPONSES.c.record_id == RECORDS.c.id
    return and_(of_record, RESPONSES.c.user_id == scope.user.id) if scope.user else of_record


def _response_status(scope: ResponseFilterScope, condition: Filter) -> ColumnElement[bool]:
    """Match the status of responses; "pending" is the absence of any."""
    if not isinstance(condition, TermsFilter):
        raise UnprocessableEntityError("A response's status can be filtered by terms only.")
    mine = select(1).select_from(RESPONSES).where(_responses_of(scope))
    wanted = {str(value) for value in condition.values}
    none_yet = ~exists(mine) if "pending" in wanted else false()
    answered = wanted - {"pending"}
    return or_(
        none_yet, exists(mine.where(cast(RESPONSES.c.status, String).in_(answered))) if answered else false()
    )


def _matches(value: ColumnElement[Any], condition: Filter) -> ColumnElement[bool]:
    """Compare a value with the terms (as text or, for numbers, by value: "1" is 1.0) or the bounds asked for."""
    if isinstance(condition, TermsFilter):
        terms = [str(term) for term in condition.values]
        numbers = [number for term in terms if (number := _number(term)) is not None]
        is_number = func.typeof(value).in_(["integer", "real"])
        return or_(
            cast(value, String).in_(terms), and_(is_number, value.in_(numbers)) if numbers else false()
        )
    bounds = [bound if (number := _number(bound)) is None else number for bound in _bounds(condition)]
    return and_(value.isnot(None), _between(value, *bounds))


def _bounds(condition: RangeFilter) -> tuple[Any, Any]:
    return condition.ge, condition.le


def _between(value: ColumnElement[Any], low: Any, high: Any) -> ColumnElement[bool]:
    at_least = true() if low is None else value >= low
    return and_(at_least, true() if high is None else value <= high)


def _number(term: Any) -> float | None:
    try:
        return None if term is None else float(term)
    except ValueError:
        return None


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _moment(bound: Any) -> datetime | None:
    """Return a bound on a time, ISO 8601 or milliseconds since 1970, as the naive UTC that Argilla stores."""
    if bound is None:
        return None
    try:
        if isinstance(bound, (int, float)):
            return datetime.utcfromtimestamp(bound / 1000)
        moment = datetime.fromisoformat(bound.replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError) as err:
        raise UnprocessableEntityError(f"{bound!r} is not a date: write it as 2025-01-31T12:00:00.") from err
    return moment if moment.tzinfo is None else datetime.utcfromtimestamp(moment.timestamp())
