"""Items as Label Studio tasks, and annotations as our responses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from goldsmith.review import Outgoing, Response, ReviewItem, Stored
from goldsmith.review.fields import Message, Shown
from goldsmith.review.notes import NOTES_FIELD, notes
from goldsmith.review.reviews import ReviewState, utc
from goldsmith.review.visible import visible
from goldsmith_label_studio.form import Form
from goldsmith_label_studio.values import results, values

__all__ = ["ID", "MODEL_VERSION", "Users", "annotations", "prediction", "responses", "stored", "task_data"]

ID, _CONTENT, _PUSHED, _AT = "goldsmith_id", "goldsmith_content", "goldsmith_pushed", "goldsmith_at"

MODEL_VERSION = "goldsmith"
"""Annotators see the predictions of one version only, the project's: one name for all agents, who stand in the notes."""


@dataclass(frozen=True, slots=True)
class Users:
    """The server's users: {id: name} and {e-mail: id}."""

    names: Mapping[str, str]
    ids: Mapping[str, str]


def task_data(outgoing: Outgoing, changed_at: datetime, form: Form) -> dict[str, Any]:
    """Return a task's data: what is shown, our key and hashes, and metadata as `meta_<name>`."""
    item = outgoing.item
    ours = {
        ID: item.id,
        _CONTENT: outgoing.content_hash,
        _PUSHED: outgoing.pushed_hash,
        _AT: changed_at.isoformat(),
        NOTES_FIELD: notes(item) or "(none)",
    }
    meta = {f"meta_{name}": _shown(value) for name, value in item.metadata.items()}
    return {**meta, **_texts(item), **_lists(item, form), **ours}


def _texts(item: ReviewItem) -> dict[str, Any]:
    return {name: _field(value) for name, value in item.fields.items()}


def _field(value: Shown) -> str | list[dict[str, str]]:
    if isinstance(value, str):
        return visible(value)
    parts = cast("Sequence[str | Message]", value)
    return [_part(number, one) for number, one in enumerate(parts, start=1)]


def _part(number: int, one: str | Message) -> dict[str, str]:
    if isinstance(one, str):
        return {"name": f"Context {number}", "text": visible(one)}
    return {"role": visible(one["role"]), "content": visible(one["content"])}


def _lists(item: ReviewItem, form: Form) -> dict[str, list[dict[str, str]]]:
    """Return what is to be ranked; a label that is a text field's name brings its text."""
    ranked = [control for control in form.controls.values() if control.tag == "Ranker"]
    bodies = {name: visible(value) for name, value in item.fields.items() if isinstance(value, str)}
    return {
        control.to: [
            {"id": label, "title": label, "body": bodies.get(label, "")} for label in control.options
        ]
        for control in ranked
    }


def _shown(value: str | float | list[str]) -> str | float:
    if isinstance(value, list):
        return visible(", ".join(value))
    return visible(value) if isinstance(value, str) else value


def prediction(item: ReviewItem, form: Form) -> dict[str, Any] | None:
    """Return the suggestions as one prediction, None when there are none; its score is that of the least sure one."""
    if not item.suggestions:
        return None
    scores = [suggestion.score for suggestion in item.suggestions if suggestion.score is not None]
    answers = {suggestion.question: suggestion.value for suggestion in item.suggestions}
    score = {"score": min(scores)} if scores else {}
    return {"model_version": MODEL_VERSION, "result": results(answers, form, _texts(item)), **score}


def annotations(outgoing: Outgoing, form: Form) -> list[dict[str, Any]]:
    """Return the answers that are carried into a new task, as their authors'."""
    texts = _texts(outgoing.item)
    return [
        {
            "completed_by": int(one.user_id),
            "was_cancelled": one.status == "discarded",
            "ground_truth": False,
            "result": results(one.values, form, texts),
        }
        for one in outgoing.carried
    ]


def stored(task: Mapping[str, Any]) -> Stored:
    """Read a task of ours. `updated_at` moves with every annotation, so the content's date stands in the data."""
    data = task["data"]
    return Stored(data[ID], str(task["id"]), data[_CONTENT], data[_PUSHED], utc(data[_AT]))


def responses(
    task: Mapping[str, Any], drafts: Sequence[Mapping[str, Any]], users: Users, form: Form
) -> Iterator[Response]:
    """Yield a task's annotations (submitted, or discarded when they were cancelled) and drafts."""
    for one in task.get("annotations") or []:
        status: ReviewState = "discarded" if one["was_cancelled"] else "submitted"
        yield _response(task, one, status, str(one["completed_by"]), users, form)
    for one in drafts:
        # A draft names its author by e-mail, an annotation by id.
        yield _response(task, one, "draft", users.ids.get(one["user"], one["user"]), users, form)


def _response(  # noqa: PLR0917
    task: Mapping[str, Any],
    one: Mapping[str, Any],
    status: ReviewState,
    user_id: str,
    users: Users,
    form: Form,
) -> Response:
    kind = "draft" if status == "draft" else "annotation"
    return Response(
        item_id=task["data"][ID],
        remote_id=f"{kind}-{one['id']}",
        user_id=user_id,
        user_name=users.names.get(user_id, f"user {user_id}"),
        status=status,
        values=values(one["result"], form, finished=status == "submitted"),
        updated_at=utc(one["updated_at"]),
    )
