"""Prodigy's annotations as answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from goldsmith.errors import ReviewError
from goldsmith.review import LabelQuestion, Question, RatingQuestion, ReviewSchema, Span, SpanQuestion, Value
from goldsmith_prodigy.tasks import ID, question_of

__all__ = ["Annotation", "from_annotation"]

_ANSWERS = ("accept", "reject", "ignore")


@dataclass(frozen=True, slots=True)
class Annotation:
    """What somebody did with one task.

    Attributes:
        item_id: whose task it was; None for a task that is none of ours.
        value: the answer; None for a task that was skipped, or rejected without saying what is right.
    """

    item_id: str | None
    value: Value | None


def from_annotation(line: Mapping[str, Any], schema: ReviewSchema) -> Annotation:
    """Return what an annotation says, as Prodigy exports it.

    "ignore" is a task that was skipped. "reject" says that something is wrong, not what is right, so it is no answer either; only of a
    suggested label out of two it is the other one. "accept" with nothing selected is no answer where something has to be.

    Raises:
        ReviewError: it does not have Prodigy's form, or is an answer to something else than `schema` asks.
    """
    question = question_of(schema)
    meta = line.get("meta")
    item_id = meta.get(ID) if isinstance(meta, Mapping) else None
    if item_id is None:
        return Annotation(None, None)
    if line.get("answer") not in _ANSWERS:
        raise ReviewError(f"its answer is {line.get('answer')!r}, expected one of {', '.join(_ANSWERS)}")
    value = _value(line, question)
    if value == [] and not isinstance(question, SpanQuestion):
        value = None
    if value is not None and (problem := question.problem(value)):
        raise ReviewError(f"it answers {question.name!r} with what is none of its answers: {problem}")
    return Annotation(str(item_id), value)


def _value(line: Mapping[str, Any], question: Question) -> Value | None:
    if "label" in line and "options" not in line and isinstance(question, LabelQuestion):
        return _binary(line, question)
    if line["answer"] != "accept":
        return None
    if isinstance(question, SpanQuestion):
        return _spans(line.get("spans") or [])
    accepted = line.get("accept", [])
    if not isinstance(accepted, list):
        raise ReviewError(f"its accept is {accepted!r:.80}, expected the list of the selected options")
    if question.kind == "multi_label":
        return [str(one) for one in accepted]
    if len(accepted) > 1:
        raise ReviewError(f"it selects {accepted!r:.80}, expected one option: set choice_style to single")
    return _single(accepted, question)


def _single(accepted: list[Any], question: Question) -> Value | None:
    if not accepted:
        return None
    if isinstance(question, RatingQuestion) and str(accepted[0]).isdecimal():
        return int(accepted[0])
    return str(accepted[0])


def _binary(line: Mapping[str, Any], question: LabelQuestion) -> Value | None:
    asked_about = line["label"]
    others = [label for label in question.labels if label != asked_about]
    if len(others) == len(question.labels):
        return cast("str", asked_about)  # none of ours, which is said by who checks it
    if line["answer"] == "accept":
        return cast("str", asked_about)
    return others[0] if line["answer"] == "reject" and len(others) == 1 else None


def _spans(spans: Any) -> list[Span]:
    if not isinstance(spans, list) or not all(isinstance(span, Mapping) for span in spans):
        raise ReviewError(f"its spans are {spans!r:.80}, expected a list of spans")
    for span in spans:
        if not all(type(span.get(edge)) is int for edge in ("start", "end")) or "label" not in span:
            raise ReviewError(f"it marks {dict(span)!r:.120}, expected a span with start, end and label")
    ours: list[Span] = [{name: span[name] for name in ("start", "end", "label")} for span in spans]
    return sorted(ours, key=lambda span: int(span["start"]))
