"""Items as Prodigy's tasks."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, cast

from goldsmith.errors import InputError
from goldsmith.review import (
    PairQuestion,
    Question,
    ReviewItem,
    ReviewSchema,
    Span,
    SpanQuestion,
    Value,
    numbered,
)
from goldsmith.review.fields import Shown
from goldsmith.review.notes import NOTES_TITLE, notes
from goldsmith.review.visible import visible
from goldsmith_prodigy.tokens import located, tokenized

__all__ = ["ID", "View", "preselected", "question_of", "to_task", "view_of"]

View = Literal["choice", "classification", "ner_manual"]
"""The interface of Prodigy that shows the tasks, as in `prodigy mark DATASET FILE --view-id choice`."""

ID = "goldsmith_id"
_CHOICES = {"label", "multi_label", "rating"}


def question_of(schema: ReviewSchema) -> Question:
    """Return the one question of a schema that Prodigy can ask.

    Raises:
        InputError: there are several, or it is of a kind that Prodigy has no interface for.
    """
    if len(schema.questions) != 1:
        names = [question.name for question in schema.questions]
        raise InputError(
            f"review schema {schema.title!r} asks {names}, Prodigy asks one question of a task: push a run for each"
        )
    (question,) = schema.questions
    if question.kind not in _CHOICES and not isinstance(question, SpanQuestion):
        raise InputError(
            f"question {question.name!r} is of the kind {question.kind}, Prodigy's files are written for labels, pairs, ratings and spans"
        )
    return question


def view_of(schema: ReviewSchema, *, binary: bool = False) -> View:
    """Return which interface asks what `schema` asks.

    Args:
        binary: whether each task asks if its suggested label is right, rather than which one is.

    Raises:
        InputError: Prodigy cannot ask it.
    """
    question = question_of(schema)
    if binary and (question.kind != "label" or isinstance(question, PairQuestion)):
        raise InputError(
            f"question {question.name!r} is no LabelQuestion, only such can be asked as yes or no"
        )
    if isinstance(question, SpanQuestion):
        return "ner_manual"
    return "classification" if binary else "choice"


def to_task(item: ReviewItem, schema: ReviewSchema, *, binary: bool = False) -> dict[str, Any]:
    """Return a task without hashes, which Prodigy makes itself, and with the item's id in `meta`, by which its annotation comes home.

    What is suggested is selected already. With `binary` it is what is asked about.

    Raises:
        InputError: Prodigy cannot ask it, or with `binary` nothing is suggested.
    """
    question, view = question_of(schema), view_of(schema, binary=binary)
    said = notes(item)
    meta = {ID: item.id} | ({NOTES_TITLE: said} if said else {})
    suggested = {one.question: one.value for one in item.suggestions}.get(question.name)
    if isinstance(question, SpanQuestion):
        text = _text(item.fields[question.field])
        beside = dict(_titled(item, schema, without=(question.field,)))
        return {"text": text, **preselected(question, suggested, text), "meta": {**beside, **meta}}
    paired = question.of if isinstance(question, PairQuestion) else ()
    text = _together(_titled(item, schema, without=paired)) or question.title
    if view == "classification":
        if suggested is None:
            raise InputError(
                f"item {item.id!r} has no suggested label, so there is nothing to say yes or no to"
            )
        return {"text": text, "label": suggested, "meta": meta}
    options = [{"id": option, "text": _option(option, item.fields, paired)} for option in question.options]
    return {"text": text, "options": options, **preselected(question, suggested, text), "meta": meta}


def preselected(question: Question, value: Value | None, text: str) -> dict[str, Any]:
    """Return the part of a task that holds an answer: what is selected, or marked."""
    if isinstance(question, SpanQuestion):
        spans = cast("list[Span]", value or [])
        tokens = tokenized(text, [int(span[edge]) for span in spans for edge in ("start", "end")])
        return {"tokens": tokens, "spans": [located(span, tokens) for span in spans]}
    if value is None:
        return {}
    return {"accept": [str(one) for one in (value if isinstance(value, list) else [value])]}


def _option(option: str, fields: Mapping[str, Shown], paired: tuple[str, ...]) -> str:
    return _text(fields[option]) if option in paired else option


def _titled(item: ReviewItem, schema: ReviewSchema, *, without: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the title and the text of each field; fields of one title are told apart by their names."""
    titles = Counter(field.title for field in schema.fields)
    return [
        (
            field.title if titles[field.title] == 1 else f"{field.title} ({field.name})",
            _text(item.fields[field.name]),
        )
        for field in schema.fields
        if field.name not in without
    ]


def _together(titled: list[tuple[str, str]]) -> str:
    """Return texts as one, each under its title where there are several."""
    if len(titled) == 1:
        return titled[0][1]
    return "\n\n".join(f"{title}\n{text}" for title, text in titled)


def _text(value: Shown) -> str:
    if isinstance(value, str):
        return visible(value)
    if all(isinstance(one, str) for one in value):
        return visible(numbered(cast("list[str]", value), "context"))
    messages = cast("list[Mapping[str, str]]", value)
    return visible("\n\n".join(f"{message['role']}: {message['content']}" for message in messages))
