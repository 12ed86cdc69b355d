"""Answers in Argilla's form, and in ours."""

from collections.abc import Mapping
from typing import Any, cast

from goldsmith.review import Span, Value
from goldsmith.review.visible import visible
from goldsmith_argilla.spans import marked, to_characters, to_code_units

__all__ = ["from_argilla", "spans_field", "to_argilla"]

_SPANS = "spans in "


def spans_field(kind: str) -> str | None:
    """Return the field in which a question of this kind marks passages, None for one of another kind.

    >>> spans_field("spans in text"), spans_field("label")
    ('text', None)
    """
    return kind.removeprefix(_SPANS) if kind.startswith(_SPANS) else None


def to_argilla(value: Value, kind: str, fields: Mapping[str, Any]) -> Any:
    """Return an answer as Argilla takes it; `fields` are those of its record."""
    if field := spans_field(kind):
        return to_code_units(cast("list[Span]", value), marked(fields[field]))
    if isinstance(value, dict):
        return [{"value": label, "rank": rank} for label, rank in value.items()]
    return visible(value) if isinstance(value, str) else value


def from_argilla(value: Any, kind: str, fields: Mapping[str, Any]) -> Value:
    """Return an answer of Argilla's as ours."""
    if field := spans_field(kind):
        return to_characters(value, marked(fields[field]))
    if kind == "ranking":
        return {one["value"]: one["rank"] for one in value}
    return cast("Value", value)
