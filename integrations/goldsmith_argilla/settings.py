"""A review schema as an Argilla dataset's fields and questions, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.review import ConversationField, ReviewSchema, SpanQuestion
from goldsmith.review.notes import NOTES_FIELD, NOTES_TITLE
from goldsmith.review.questions import Question
from goldsmith.review.schema import OURS, Asked, asked_of

__all__ = ["asked", "fields", "metadata_properties", "questions"]

_TYPES = {
    "label": "label_selection",
    "multi_label": "multi_label_selection",
    "rating": "rating",
    "text": "text",
    "ranking": "ranking",
}
_KINDS: dict[str, str] = {theirs: ours for ours, theirs in _TYPES.items()}
_SHOWN_AT_ONCE = 20


def fields(schema: ReviewSchema) -> list[dict[str, Any]]:
    """Return the dataset's fields: plain text, never Markdown (which Argilla would render), and who voted what."""
    plain = {"type": "text", "use_markdown": False}
    chat = {"type": "chat", "use_markdown": False}
    ours = [
        {
            "name": field.name,
            "title": field.title,
            "required": True,
            "settings": chat if isinstance(field, ConversationField) else plain,
        }
        for field in schema.fields
    ]
    return [*ours, {"name": NOTES_FIELD, "title": NOTES_TITLE, "required": False, "settings": plain}]


def questions(schema: ReviewSchema) -> list[dict[str, Any]]:
    """Return the dataset's questions."""
    return [
        {"name": one.name, "title": one.title, "required": one.required, "settings": _settings(one)}
        for one in schema.questions
    ]


def _settings(question: Question) -> dict[str, Any]:
    settings: dict[str, Any] = {"type": _TYPES.get(question.kind, "span")}
    if isinstance(question, SpanQuestion):
        settings |= {"field": question.field, "allow_overlapping": False}
    if question.kind == "rating":
        settings["options"] = [{"value": int(option)} for option in question.options]
    elif question.options:
        settings["options"] = [{"value": option, "text": option} for option in question.options]
        if len(question.options) > _SHOWN_AT_ONCE:
            settings["visible_options"] = _SHOWN_AT_ONCE
    return settings


def metadata_properties() -> list[dict[str, Any]]:
    """Return the metadata to filter and sort by in the page: the votes, as "voter: vote", and the place in the order of review."""
    found = {"votes": ("Votes", "terms"), "review_rank": ("Review order", "integer")}
    return [
        {"name": name, "title": title, "settings": {"type": kind}, "visible_for_annotators": True}
        for name, (title, kind) in found.items()
    ]


def asked(their_fields: Iterable[Mapping[str, Any]], their_questions: Iterable[Mapping[str, Any]]) -> Asked:
    """Read what a dataset asks from Argilla's description of it."""
    return asked_of(
        {
            field["name"]: ["conversation"] if field["settings"]["type"] == "chat" else []
            for field in their_fields
            if not field["name"].startswith(OURS)
        },
        (
            (
                one["name"],
                _kind(one["settings"]),
                [str(option["value"]) for option in one["settings"].get("options") or []],
            )
            for one in their_questions
        ),
    )


def _kind(settings: Mapping[str, Any]) -> str:
    theirs = str(settings["type"])
    return f"spans in {settings['field']}" if theirs == "span" else _KINDS.get(theirs, theirs)
