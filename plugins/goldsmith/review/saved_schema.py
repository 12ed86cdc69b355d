"""A review schema as plain data, so that a saved pipeline can hold one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

from goldsmith.errors import InputError
from goldsmith.review.fields import Field
from goldsmith.review.questions import Question
from goldsmith.review.schema import ReviewSchema

__all__ = ["load_schema", "save_schema"]


def save_schema(schema: ReviewSchema) -> dict[str, Any]:
    """Return `schema` as dicts, lists and plain values; `load_schema` reads it.

    >>> from goldsmith.review import LabelQuestion, TextField
    >>> spam = ReviewSchema("Spam", (TextField("text", "Text"),), (LabelQuestion("label", "Spam?", ("yes", "no")),))
    >>> save_schema(spam)["fields"]
    [{'type': 'TextField', 'name': 'text', 'title': 'Text'}]
    >>> load_schema(save_schema(spam)) == spam
    True
    """
    return {
        "title": schema.title,
        "fields": [_saved(field) for field in schema.fields],
        "questions": [_saved(question) for question in schema.questions],
        "guidelines": schema.guidelines,
        "min_reviews": schema.min_reviews,
    }


def load_schema(saved: Mapping[str, Any]) -> ReviewSchema:
    """Return the schema that `save_schema` made plain data of.

    Raises:
        InputError: it has another form, or is no schema that could be shown.
    """
    parts = {"fields": get_args(Field), "questions": get_args(Question)}
    try:
        read = {name: tuple(_loaded(one, kinds) for one in saved[name]) for name, kinds in parts.items()}
        return ReviewSchema(**{**saved, **read})
    except (KeyError, TypeError) as err:
        raise InputError(
            f"a saved review schema has title, fields and questions (and guidelines, min_reviews), as save_schema(schema)"
            f" gives it; this one cannot be read: {type(err).__name__}: {err}"
        ) from err


def _saved(part: Any) -> dict[str, Any]:
    values = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(part).items()
    }
    return {"type": type(part).__name__, **values}


def _loaded(saved: Mapping[str, Any], kinds: Sequence[type]) -> Any:
    types = {kind.__name__: kind for kind in kinds}
    values = dict(saved)
    name = values.pop("type")
    if name not in types:
        raise InputError(f"a saved review schema has the type {name!r}, expected one of {sorted(types)}")
    return types[name](
        **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    )
