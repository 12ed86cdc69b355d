"""What is sent to review, and the hashes that tell whether it changed."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from goldsmith.errors import InputError
from goldsmith.review.fields import Shown, is_blank
from goldsmith.review.questions import Value
from goldsmith.review.schema import OURS, ReviewSchema
from goldsmith.review.span_question import SpanQuestion
from goldsmith.review.visible import is_plain

__all__ = [
    "ReviewItem",
    "Suggestion",
    "check_item",
    "check_items",
    "content_hash",
    "nothing_to_review",
    "pushed_hash",
    "twice",
]

Meta = str | int | float | list[str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer proposed to the reviewer: never a label until a person says so.

    Attributes:
        score: how sure `agent` is, in [0, 1], or None.
        agent: who proposes it, e.g. "label model".
    """

    question: str
    value: Value
    score: float | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One row on its way to review.

    Attributes:
        id: stable over runs; the key by which the review comes home. Up to 200 characters on one line.
        fields: {field name: what it shows}, every field of the schema: a text, messages, or contexts.
        suggestions: at most one for each question.
        metadata: more about the row, to filter by in the tool.
        votes: {voter: what it voted}, shown to the reviewer beside the suggestion.
    """

    id: str
    fields: Mapping[str, Shown]
    suggestions: Sequence[Suggestion] = ()
    metadata: Mapping[str, Meta] = field(default_factory=dict)
    votes: Mapping[str, str] = field(default_factory=dict)


def content_hash(item: ReviewItem) -> str:
    """Hash what the reviewer judges: the fields. A review made under another hash is stale.

    >>> content_hash(ReviewItem("a", {"text": "x"})) == content_hash(ReviewItem("b", {"text": "x"}))
    True
    """
    return _hash(dict(item.fields))


def pushed_hash(item: ReviewItem) -> str:
    """Hash what we show beside it: suggestions, votes and metadata. A change is pushed, and makes nothing stale."""
    suggested = [
        {"question": one.question, "value": one.value, "score": one.score, "agent": one.agent}
        for one in item.suggestions
    ]
    return _hash([suggested, dict(item.metadata), dict(item.votes)])


def _hash(value: object) -> str:
    # ensure_ascii keeps lone surrogates encodable and apart from each other.
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:32]


def check_items(items: Iterable[ReviewItem], schema: ReviewSchema) -> None:
    """Check every item against `schema`.

    Raises:
        InputError: no items, an id twice or unusable, a field missing, unknown, blank or not in its form, a suggestion
            that its question does not allow, a score outside [0, 1], metadata no tool can hold.
    """
    seen: set[str] = set()
    for item in items:
        check_item(item, schema)
        if item.id in seen:
            raise twice(item.id)
        seen.add(item.id)
    if not seen:
        raise nothing_to_review()


def check_item(item: ReviewItem, schema: ReviewSchema) -> None:
    """Check one item against `schema`.

    Raises:
        InputError: as `check_items` says of one.
    """
    if not isinstance(item.id, str) or not is_plain(item.id, longest=200):
        raise InputError(f"item id {item.id!r:.90}: expected a string of 1 to 200 characters on one line")
    problem = _field_problem(item, schema) or _suggestion_problem(item, schema) or _extra_problem(item)
    if problem:
        raise InputError(f"item {item.id!r}: {problem}")


def twice(item_id: str) -> InputError:
    """Return the error that an id is there twice."""
    return InputError(f"item id {item_id!r} is there twice; ids say which review belongs to which row")


def nothing_to_review() -> InputError:
    """Return the error that there are no items."""
    return InputError("there are no items to review: nothing was selected, or the input was empty")


def _field_problem(item: ReviewItem, schema: ReviewSchema) -> str | None:
    names = [one.name for one in schema.fields]
    if set(item.fields) != set(names):
        return f"has the fields {sorted(item.fields)}, the schema asks for {sorted(names)}"
    for one in schema.fields:
        if problem := one.problem(item.fields[one.name]):
            return f"field {one.name!r} {problem}"
    if all(is_blank(value) for value in item.fields.values()):
        return "every field is blank, so there is nothing to review: drop the row before pushing"
    return None


def _suggestion_problem(item: ReviewItem, schema: ReviewSchema) -> str | None:
    asked = [suggestion.question for suggestion in item.suggestions]
    if len(set(asked)) < len(asked):
        return f"has two suggestions for one question: {asked}; show the other votes in `votes`"
    for suggestion in item.suggestions:
        question = schema.question(suggestion.question)
        problem = question.problem(suggestion.value)
        if not problem and isinstance(question, SpanQuestion):
            problem = question.outside(suggestion.value, item.fields[question.field])  # type: ignore[arg-type]
        if problem:
            return f"suggestion for {suggestion.question!r}: {problem}"
        if suggestion.score is not None and not 0 <= suggestion.score <= 1:
            return f"suggestion for {suggestion.question!r}: score {suggestion.score!r} is not in [0, 1]"
    return None


def _extra_problem(item: ReviewItem) -> str | None:
    for name, value in item.metadata.items():
        if not is_plain(name, longest=200) or name.startswith(OURS):
            return f"metadata name {name!r}: expected 1 to 200 characters on one line, not {OURS}..."
        texts = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str | int | float) for text in texts):
            return f"metadata {name!r} is {value!r:.80}, expected text, a number or a list of texts"
        if any(isinstance(text, float) and not math.isfinite(text) for text in texts):
            return f"metadata {name!r} is {value!r}, which JSON cannot hold"
    if not all(isinstance(voter, str) and isinstance(vote, str) for voter, vote in item.votes.items()):
        return f"votes are {dict(item.votes)!r:.80}, expected {{voter: vote}} in texts"
    return None
