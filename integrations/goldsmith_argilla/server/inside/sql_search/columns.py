"""Where the values that Argilla filters and sorts by are kept, and how each database reads them."""

from dataclasses import dataclass
from typing import Any

from argilla_server.models import Dataset, Question, Record, Response, Suggestion
from argilla_server.search_engine.base import ResponseFilterScope, SuggestionFilterScope
from argilla_server.settings import settings
from sqlalchemy import ColumnElement, Float, FromClause, String, and_, case, cast, func, literal_column, null

__all__ = [
    "POSTGRESQL",
    "QUESTIONS",
    "RECORDS",
    "RESPONSES",
    "SUGGESTIONS",
    "Value",
    "as_text",
    "json_values",
    "of_responses",
    "of_suggestion",
    "suggested",
]

POSTGRESQL: bool = settings.database_is_postgresql
RECORDS, RESPONSES = Record.__table__, Response.__table__
SUGGESTIONS, QUESTIONS = Suggestion.__table__, Question.__table__


@dataclass(frozen=True)
class Value:
    """A property in SQL: as `text`, as `number` (NULL where it is none), and the `keys` to sort by, first to last."""

    text: ColumnElement[str]
    number: ColumnElement[float]
    keys: tuple[ColumnElement[Any], ...]


def as_text(value: ColumnElement[Any]) -> ColumnElement[str]:
    """Return a column's text, compared by code points on any database."""
    text = cast(value, String)
    return text.collate("C") if POSTGRESQL else text


def json_values(json_column: ColumnElement[Any], *path: str) -> tuple[FromClause, Value]:
    """Return the scalar, or each item of the list, at `path` of a JSON column: a row each, and its value."""
    if POSTGRESQL:
        return _postgresql_values(json_column, *path)
    steps = "$" + "".join(f'."{step}"' for step in path)
    rows = func.json_each(json_column, steps).table_valued("value", "type", joins_implicitly=True)
    value = rows.c.value
    number = case((func.typeof(value).in_(["integer", "real"]), value))
    return rows, Value(cast(value, String), number, (value,))


def _postgresql_values(json_column: ColumnElement[Any], *path: str) -> tuple[FromClause, Value]:
    """Read JSON where PostgreSQL keeps it; its numbers sort before its texts, as in SQLite."""
    there = func.json_extract_path(json_column, *path) if path else json_column
    items = case((func.json_typeof(there) == "array", there), else_=func.json_build_array(there))
    rows = func.json_array_elements(items).table_valued("value", joins_implicitly=True)
    text = rows.c.value.op("#>>", return_type=String())(literal_column("'{}'"))
    number = case((func.json_typeof(rows.c.value) == "number", cast(text, Float)))
    text = text.collate("C")
    return rows, Value(text, number, (number, text))


def suggested(scope: SuggestionFilterScope) -> tuple[list[FromClause], Value]:
    """Return the tables to select a suggestion's property from, and the property's value."""
    name = str(scope.property).rpartition(".")[2]
    if name in ("agent", "type"):
        text = as_text(SUGGESTIONS.c[name])
        return [SUGGESTIONS, QUESTIONS], Value(text, cast(null(), Float), (text,))
    rows, value = json_values(SUGGESTIONS.c[name])
    return [SUGGESTIONS, QUESTIONS, rows], value


def of_suggestion(scope: SuggestionFilterScope, dataset: Dataset) -> ColumnElement[bool]:
    """Return what makes a suggestion count: it is of this record, and for the question asked for."""
    return and_(
        SUGGESTIONS.c.record_id == RECORDS.c.id,
        SUGGESTIONS.c.question_id == QUESTIONS.c.id,
        QUESTIONS.c.name == scope.question,
        QUESTIONS.c.dataset_id == dataset.id,
    )


def of_responses(scope: ResponseFilterScope) -> ColumnElement[bool]:
    """Return what makes a response count: it is of this record and, if one user's are asked for, by that user."""
    of_record = RESPONSES.c.record_id == RECORDS.c.id
    return and_(of_record, RESPONSES.c.user_id == scope.user.id) if scope.user else of_record
