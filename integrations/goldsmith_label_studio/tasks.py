"""Items as Label Studio tasks, and annotations as our responses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldsmith.review import Outgoing, Response, ReviewItem, Stored, Value
from goldsmith.review.notes import NOTES_FIELD, notes
from goldsmith.review.reviews import ReviewState, utc
from goldsmith.review.schema import Asked
from goldsmith.review.visible import visible
from goldsmith_label_studio.literal import literal, original

__all__ = ["ID", "MODEL_VERSION", "Users", "prediction", "responses", "results", "stored", "task_data"]

ID, _CONTENT, _PUSHED, _AT = "goldsmith_id", "goldsmith_content", "goldsmith_pushed", "goldsmith_at"

MODEL_VERSION = "goldsmith"
"""Annotators see the predictions of one version only, the project's: one name for all agents, who stand in the notes."""


@dataclass(frozen=True, slots=True)
class Users:
    """The server's users: {id: name} and {e-mail: id}."""

    names: Mapping[str, str]
    ids: Mapping[str, str]


def task_data(outgoing: Outgoing, changed_at: datetime) -> dict[str, Any]:
    """Return a task's data: the texts to show, our key and hashes, and metadata as `meta_<name>`."""
    item = outgoing.item
    ours = {
        ID: item.id,
        _CONTENT: outgoing.content_hash,
        _PUSHED: outgoing.pushed_hash,
        _AT: changed_at.isoformat(),
        NOTES_FIELD: notes(item) or "(none)",
    }
    texts = {name: visible(text) for name, text in item.fields.items()}
    return {**{f"meta_{name}": _shown(value) for name, value in item.metadata.items()}, **texts, **ours}


def _shown(value: str | float | list[str]) -> str | float:
    if isinstance(value, list):
        return visible(", ".join(value))
    return visible(value) if isinstance(value, str) else value


def prediction(item: ReviewItem, asked: Asked, about: str) -> dict[str, Any] | None:
    """Return the suggestions as one prediction, None when there are none; its score is that of the least sure one."""
    if not item.suggestions:
        return None
    scores = [suggestion.score for suggestion in item.suggestions if suggestion.score is not None]
    values = {suggestion.question: suggestion.value for suggestion in item.suggestions}
    score = {"score": min(scores)} if scores else {}
    return {"model_version": MODEL_VERSION, "result": results(values, asked, about), **score}


def results(values: Mapping[str, Value], asked: Asked, about: str) -> list[dict[str, Any]]:
    """Return answers in Label Studio's form, one region-less result for each question."""
    kinds = {name: question[0] for name, question in asked["questions"].items()}
    shapes = {name: _shape(kinds[name], value) for name, value in values.items()}
    return [
        {"id": name, "from_name": name, "to_name": about, "type": kind, "value": {key: value}}
        for name, (kind, key, value) in shapes.items()
    ]


def _shape(kind: str, value: Value) -> tuple[str, str, Any]:
    match kind:
        case "rating":
            return "rating", "rating", value
        case "text":
            return "textarea", "text", [visible(str(value))]
        case _:
            labels = value if isinstance(value, list) else [str(value)]
            return "choices", "choices", [literal(label) for label in labels]


def stored(task: Mapping[str, Any]) -> Stored:
    """Read a task of ours. `updated_at` moves with every annotation, so the content's date stands in the data."""
    data = task["data"]
    return Stored(data[ID], str(task["id"]), data[_CONTENT], data[_PUSHED], utc(data[_AT]))


def responses(
    task: Mapping[str, Any], drafts: Sequence[Mapping[str, Any]], users: Users, asked: Asked
) -> Iterator[Response]:
    """Yield a task's annotations (submitted, or discarded when they were cancelled) and drafts."""
    for one in task.get("annotations") or []:
        status: ReviewState = "discarded" if one["was_cancelled"] else "submitted"
        yield _response(task, one, status, str(one["completed_by"]), users, asked)
    for one in drafts:
        # A draft names its author by e-mail, an annotation by id.
        yield _response(task, one, "draft", users.ids.get(one["user"], one["user"]), users, asked)


def _response(  # noqa: PLR0917
    task: Mapping[str, Any],
    one: Mapping[str, Any],
    status: ReviewState,
    user_id: str,
    users: Users,
    asked: Asked,
) -> Response:
    kind = "draft" if status == "draft" else "annotation"
    return Response(
        item_id=task["data"][ID],
        remote_id=f"{kind}-{one['id']}",
        user_id=user_id,
        user_name=users.names.get(user_id, f"user {user_id}"),
        status=status,
        values=_values(one["result"], asked),
        updated_at=utc(one["updated_at"]),
    )


def _values(regions: Sequence[Mapping[str, Any]], asked: Asked) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for region in regions:
        name, answer = region["from_name"], region["value"]
        match asked["questions"].get(name, [""])[0]:
            case "label" if answer["choices"]:
                values[name] = original(answer["choices"][0])
            case "multi_label":
                values[name] = [original(label) for label in answer["choices"]]
            case "rating":
                values[name] = answer["rating"]
            case "text":
                values[name] = "\n".join(answer["text"])
            case _:
                continue  # A control somebody added in Label Studio: nothing that we asked.
    return values
