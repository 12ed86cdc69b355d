"""Answers in Label Studio's form, and in ours."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from goldsmith.review import Span, Value
from goldsmith.review.ranking_question import best_first
from goldsmith.review.taxonomy_question import STEP_DOWN
from goldsmith.review.visible import visible
from goldsmith_label_studio.form import Control, Form
from goldsmith_label_studio.literal import literal, original

__all__ = ["results", "values"]


def results(answers: Mapping[str, Value], form: Form, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return answers in Label Studio's form: a region for each span, one region-less result for each other question.

    Args:
        answers: {question: answer}.
        form: what the project asks.
        data: the task's, for the texts that spans are in.
    """
    found: list[dict[str, Any]] = []
    for name, value in answers.items():
        control = form.controls[name]
        common = {"from_name": name, "to_name": control.to}
        if control.tag == "Labels":
            text = str(data[control.to])
            found += [
                common | {"id": f"{name}-{at}", "type": "labels", "value": _region(span, text)}
                for at, span in enumerate(cast("list[Span]", value))
            ]
        else:
            kind, content = _shape(control, name, value)
            found.append(common | {"id": name, "type": kind, "value": content})
    return found


def values(regions: Sequence[Mapping[str, Any]], form: Form, *, finished: bool) -> dict[str, Value]:
    """Return the answers of an annotation's results; where nothing is marked when it is `finished`, there is nothing to mark."""
    found: dict[str, Value] = {}
    for region in regions:
        control = form.controls.get(region["from_name"])
        answer = None if control is None else _answer(control, region["value"])
        if control is not None and answer is not None:
            before = found.get(region["from_name"], [])
            found[region["from_name"]] = [*before, *answer] if control.tag == "Labels" else answer  # type: ignore[misc]
    for name, control in form.controls.items():
        if control.tag == "Labels" and (finished or name in found):
            spans = cast("list[Span]", found.get(name, []))
            found[name] = sorted(spans, key=lambda span: (int(span["start"]), int(span["end"])))
    return found


def _region(span: Span, text: str) -> dict[str, Any]:
    start, end = int(span["start"]), int(span["end"])
    return {"start": start, "end": end, "text": text[start:end], "labels": [literal(str(span["label"]))]}


def _shape(control: Control, name: str, value: Value) -> tuple[str, dict[str, Any]]:
    match control.tag:
        case "Rating":
            return "rating", {"rating": value}
        case "TextArea":
            return "textarea", {"text": [visible(str(value))]}
        case "Ranker":
            return "ranker", {"ranker": {name: best_first(cast("dict[str, int]", value))}}
        case "Taxonomy":
            paths = [list(map(literal, path.split(STEP_DOWN))) for path in cast("list[str]", value)]
            return "taxonomy", {"taxonomy": paths}
        case _:
            labels = cast("list[str]", value) if isinstance(value, list) else [str(value)]
            return "choices", {"choices": [literal(label) for label in labels]}


def _answer(control: Control, content: Mapping[str, Any]) -> Value | None:
    answer: Value | None = None  # To a control somebody added in Label Studio: nothing that we asked.
    match control.tag:
        case "Choices" if content["choices"]:
            labels = [original(label) for label in content["choices"]]
            answer = labels if control.kind == "multi_label" else labels[0]
        case "Rating":
            answer = int(content["rating"])
        case "TextArea":
            answer = "\n".join(content["text"])
        case "Taxonomy":
            answer = [STEP_DOWN.join(map(original, path)) for path in content["taxonomy"]]
        case "Ranker":
            ids: list[str] = next(iter(content["ranker"].values()), [])
            answer = {label: rank for rank, label in enumerate(ids, start=1)}
        case "Labels":
            span: Span = {"start": int(content["start"]), "end": int(content["end"])}
            answer = [span | {"label": original(label)} for label in content.get("labels", [])]
    return answer
