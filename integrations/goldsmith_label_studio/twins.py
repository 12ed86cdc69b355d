"""Two tasks for one item: what an import that was cut off, and yet arrived, can leave."""

import logging
from collections.abc import Iterable

from goldsmith.review import Project, Stored
from goldsmith.review.service import Service
from goldsmith_label_studio import queries
from goldsmith_label_studio.actions import act
from goldsmith_label_studio.pages import listed

__all__ = ["drop_twins"]

_log = logging.getLogger(__name__)


def drop_twins(service: Service, project: Project, found: Iterable[Stored]) -> set[str]:
    """Delete the later ones of `found` with one item id, unless somebody answered them; return what was deleted."""
    by_item: dict[str, list[int]] = {}
    for one in found:
        by_item.setdefault(one.item_id, []).append(int(one.remote_id))
    groups = [sorted(ids) for ids in by_item.values() if len(ids) > 1]
    answered = _answered(service, project) if groups else set()
    twins: set[int] = set()
    for ids in groups:
        keep = next((task_id for task_id in ids if task_id in answered), ids[0])
        twins |= set(ids) - answered - {keep}
    if twins:
        _log.warning("deleting %d unanswered twins of tasks in project %s", len(twins), project.id)
        act(service, project, "delete_tasks", sorted(twins))
    return {str(task_id) for task_id in twins}


def _answered(service: Service, project: Project) -> set[int]:
    """Return the tasks that somebody has answered, cancelled or begun, in a few requests for all of them."""
    return {task["id"] for task in listed(service, project.id, include="id", query=queries.touched())}
