"""Changing the predictions of tasks that are there."""

from collections.abc import Mapping, Sequence
from typing import Any

from goldsmith.review import Project
from goldsmith.review.service import Service, TransientError
from goldsmith_label_studio.pages import Task, listed_by_ids
from goldsmith_label_studio.tasks import MODEL_VERSION

__all__ = ["replace_predictions"]

_ATTEMPTS = 4


def replace_predictions(
    service: Service, project: Project, wanted: Mapping[int, Mapping[str, Any] | None]
) -> None:
    """Give each task the one prediction of ours that it is to have, or none; those of model backends are left alone.

    A prediction is changed where it is, and deleted by its own id. Label Studio can also delete the predictions of many tasks at once and
    import others, but a request that comes late, after its sender tried again, would then double the new ones or delete them.

    Args:
        wanted: {task id: the prediction}.
    """
    lacking = _change(service, listed_by_ids(service, project.id, list(wanted), fields="all"), wanted)
    if lacking:
        _make(service, project, {task_id: wanted[task_id] for task_id in lacking})
    if any(wanted.values()):
        # Annotators see the predictions of the project's version only.
        service.send("PATCH", f"/api/projects/{project.id}/", json={"model_version": MODEL_VERSION})


def _ours(task: Task) -> list[int]:
    return sorted(one["id"] for one in task["predictions"] if one["model_version"] == MODEL_VERSION)


def _change(
    service: Service, found: Sequence[Task], wanted: Mapping[int, Mapping[str, Any] | None]
) -> list[int]:
    """Change or delete what is there; return the tasks that have nothing to change."""
    lacking: list[int] = []
    for task in found:
        ours, made = _ours(task), wanted[task["id"]]
        if made and not ours:
            lacking.append(task["id"])
        elif made:
            service.send("PATCH", f"/api/predictions/{ours.pop(0)}/", json={"score": None, **made})
        for prediction_id in ours:
            service.delete(f"/api/predictions/{prediction_id}/")
    return lacking


def _make(service: Service, project: Project, wanted: Mapping[int, Mapping[str, Any] | None]) -> None:
    """Make predictions in one request; before it is repeated, look which of them arrived."""
    lacking = list(wanted)
    for attempt in range(1, _ATTEMPTS + 1):
        body = [{"task": task_id, **(wanted[task_id] or {})} for task_id in lacking]
        try:
            service.send("POST", f"/api/projects/{project.id}/import/predictions", json=body)
        except TransientError:
            if attempt == _ATTEMPTS:
                raise
            found = listed_by_ids(service, project.id, lacking, fields="all")
            lacking = [task["id"] for task in found if not _ours(task)]
            if lacking:
                continue
        return
