"""Argilla's filters as SQL over Argilla's own tables."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from argilla_server.errors.future import UnprocessableEntityError
from argilla_server.models import Dataset
from argilla_server.search_engine.base import (
    AndFilter,
    Filter,
    MetadataFilterScope,
    RecordFilterScope,
    ResponseFilterScope,
    SuggestionFilterScope,
    TermsFilter,
)
from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from .columns import RECORDS, RESPONSES, Value, as_text, json_values, of_responses, of_suggestion, suggested

__all__ = ["where"]


def where(condition: Filter | None, dataset: Dataset) -> ColumnElement[bool]:
    """Return `condition` as SQL that holds for a row of `records`.

    Raises:
        UnprocessableEntityError: a bound on a time is no date, or a response's status is asked for by a range.
    """
    if condition is None:
        return true()
    if isinstance(condition, AndFilter):
        return and_(true(), *(where(part, dataset) for part in condition.filters))
    scope = condition.scope
    if isinstance(scope, RecordFilterScope):
        return _record_matches(str(scope.property), condition)
    if isinstance(scope, ResponseFilterScope) and not scope.question:
        return _response_status(scope, condition)
    return _value_matches(condition, dataset)


def _value_matches(condition: Filter, dataset: Dataset) -> ColumnElement[bool]:
    """Match a metadata value, a suggestion's property or a response's value."""
    scope = condition.scope
    if isinstance(scope, MetadataFilterScope):
        rows, value = json_values(RECORDS.c.metadata, scope.metadata_property)
        return exists(select(1).select_from(rows).where(_matches(value, condition)))
    if isinstance(scope, SuggestionFilterScope):
        tables, value = suggested(scope)
        found = select(1).select_from(*tables).where(of_suggestion(scope, dataset))
        return exists(found.where(_matches(value, condition)))
    rows, value = json_values(RESPONSES.c["values"], scope.question, "value")
    found = select(1).select_from(RESPONSES, rows).where(of_responses(scope))
    return exists(found.where(_matches(value, condition)))


def _record_matches(name: str, condition: Filter) -> ColumnElement[bool]:
    column = RECORDS.c[name]
    if isinstance(condition, TermsFilter):
        if name == "id":
            return column.in_([parsed for value in condition.values if (parsed := _uuid(value))])
        return as_text(column).in_([str(value) for value in condition.values])
    if name in ("inserted_at", "updated_at"):
        return _between(column, _moment(condition.ge), _moment(condition.le))
    return _between(as_text(column), _text(condition.ge), _text(condition.le))


def _response_status(scope: ResponseFilterScope, condition: Filter) -> ColumnElement[bool]:
    """Match the status of responses; "pending" is the absence of any."""
    if not isinstance(condition, TermsFilter):
        raise UnprocessableEntityError("A response's status can be filtered by terms only.")
    mine = select(1).select_from(RESPONSES).where(of_responses(scope))
    wanted = {str(value) for value in condition.values}
    none_yet = ~exists(mine) if "pending" in wanted else false()
    answered = wanted - {"pending"}
    return or_(
        none_yet, exists(mine.where(as_text(RESPONSES.c.status).in_(answered))) if answered else false()
    )


def _matches(value: Value, condition: Filter) -> ColumnElement[bool]:
    """Compare a value with the terms (as text or, for numbers, by value: "1" is 1.0) or the bounds asked for."""
    if isinstance(condition, TermsFilter):
        terms = [str(term) for term in condition.values]
        numbers = [number for term in terms if (number := _number(term)) is not None]
        return or_(value.text.in_(terms), value.number.in_(numbers) if numbers else false())
    bounds = condition.ge, condition.le
    low, high = map(_number, bounds)
    if [low is None, high is None] == [bound is None for bound in bounds]:
        return and_(value.number.isnot(None), _between(value.number, low, high))
    return and_(value.text.isnot(None), _between(value.text, *map(_text, bounds)))


def _between(value: ColumnElement[Any], low: Any, high: Any) -> ColumnElement[bool]:
    at_least = true() if low is None else value >= low
    return and_(at_least, true() if high is None else value <= high)


def _text(bound: Any) -> str | None:
    return None if bound is None else str(bound)


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
        if isinstance(bound, int | float):
            moment = datetime.fromtimestamp(bound / 1000, UTC)
        else:
            moment = datetime.fromisoformat(bound)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError, OSError) as err:
        raise UnprocessableEntityError(f"{bound!r} is not a date: write it as 2025-01-31T12:00:00.") from err
