"""Label Studio's webhooks, as far as they tell what people answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from goldsmith.errors import InputError
from goldsmith.review.reviews import utc
from goldsmith_label_studio.backend.answers import Answers
from goldsmith_label_studio.backend.question import Question, read_question

__all__ = ["RETRAIN", "keep_annotations", "project_key", "read_event"]

RETRAIN = {"START_TRAINING", "TASKS_CREATED"}
_GIVEN = {"ANNOTATION_CREATED", "ANNOTATIONS_CREATED", "ANNOTATION_UPDATED"}


def project_key(project: Mapping[str, Any]) -> str:
    """Return a project's name in Label Studio's calls, `<id>.<second it was made in>`: ids begin anew on a new server."""
    return f"{project['id']}.{int(utc(project['created_at']).timestamp())}"


def read_event(body: Mapping[str, Any], answers: Answers, question: str | None) -> bool:
    """Take what a webhook tells about annotations; say whether there is something to do.

    Raises:
        InputError: the body is not what Label Studio sends.
    """
    action = body.get("action")
    if not isinstance(action, str):
        raise InputError("wanted a webhook with an action, got none")
    try:
        if action in _GIVEN:
            asked = read_question(body["project"]["label_config"], question)
            key = project_key(body["project"])
            changed = [keep_annotations(key, task, [one], asked, answers) for one, task in _pairs(body)]
            return any(changed)
        if action == "ANNOTATIONS_DELETED":
            return answers.forget(
                project_key(body["project"]), [int(one["id"]) for one in body["annotations"]]
            )
    except (KeyError, TypeError, ValueError, AttributeError) as err:
        raise InputError(f"{action} is not as Label Studio sends it: {type(err).__name__}: {err}") from err
    return action in RETRAIN


def keep_annotations(
    key: str,
    task: Mapping[str, Any],
    annotations: list[Mapping[str, Any]],
    question: Question,
    answers: Answers,
) -> bool:
    """Keep the answers of a task's annotations; say whether there is something new to learn."""
    text = question.text(task["data"])
    if text is None:
        return False
    changed = False
    for one in annotations:
        label = None if one["was_cancelled"] else question.label(one["result"])
        changed = answers.put(key, int(one["id"]), text, label, utc(one["updated_at"])) or changed
    return changed


def _pairs(body: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield each annotation with its task; a bulk event has a list of each."""
    annotation, task = body["annotation"], body["task"]
    if isinstance(annotation, list):
        tasks = {one["id"]: one for one in task}
        yield from ((one, tasks[one["task"]]) for one in annotation)
    else:
        yield annotation, task
