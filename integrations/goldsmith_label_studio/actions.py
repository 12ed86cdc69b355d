"""Label Studio's actions on many tasks at once."""

from collections.abc import Sequence

from goldsmith.review import Project
from goldsmith.review.service import Service

__all__ = ["act"]


def act(service: Service, project: Project, action: str, task_ids: Sequence[int]) -> None:
    """Do `action` ("delete_tasks", "delete_tasks_predictions") to these tasks; doing it twice does no harm."""
    chosen = {"selectedItems": {"all": False, "included": list(task_ids)}}
    which = {"id": action, "project": project.id}
    service.send("POST", "/api/dm/actions/", replay=True, params=which, json=chosen)
