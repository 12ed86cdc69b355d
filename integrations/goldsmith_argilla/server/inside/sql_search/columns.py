"""Where the values that Argilla filters and sorts by are kept."""

from typing import Any

from argilla_server.models import Dataset, Question, Record, Response, Suggestion
from argilla_server.search_engine.base import ResponseFilterScope, SuggestionFilterScope
from sqlalchemy import ColumnElement, FromClause, and_, func

__all__ = [
    "QUESTIONS",
    "RECORDS",
    "RESPONSES",
    "SUGGESTIONS",
    "json_values",
    "of_responses",
    "of_suggestion",
    "suggested",
]

RECORDS, RESPONSES = Record.__table__, Response.__table__
SUGGESTIONS, QUESTIONS = Suggestion.__table__, Question.__table__


def json_values(json_column: ColumnElement[Any], *path: str) -> FromClause:
    """Return the scalar, or each item of the list, at `path` of a JSON column, as rows (`value`, `type`)."""
    steps = "$" + "".join(f'."{step}"' for step in path)
    return func.json_each(json_column, steps).table_valued("value", "type", joins_implicitly=True)


def suggested(scope: SuggestionFilterScope) -> tuple[list[FromClause], ColumnElement[Any]]:
    """Return the tables to select a suggestion's property from, and the property's value."""
    name = str(scope.property).rpartition(".")[2]
    if name in ("agent", "type"):
        return [SUGGESTIONS, QUESTIONS], SUGGESTIONS.c[name]
    values = json_values(SUGGESTIONS.c[name])
    return [SUGGESTIONS, QUESTIONS, values], values.c.value


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
