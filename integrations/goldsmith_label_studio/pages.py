"""Reading tasks from Label Studio, page by page."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from goldsmith.review.service import Service
from goldsmith_label_studio import queries
from goldsmith_label_studio.tasks import ID

__all__ = ["Task", "listed", "listed_by_ids", "looked_up", "settled"]

Task = dict[str, Any]
_PAGE = 200
_SETTLE_S = 1.0


def listed(service: Service, project_id: str, **query: str) -> Iterator[Task]:
    """Yield a project's tasks; `query` chooses which and how much of each."""
    page = seen = 0
    while True:
        page += 1
        which = {"project": project_id, "page": page, "page_size": _PAGE, **query}
        found = service.json("GET", "/api/tasks", params=which)
        yield from found["tasks"]
        seen += len(found["tasks"])
        # Asking for a page past the end is a 404.
        if not found["tasks"] or seen >= found["total"]:
            return


def looked_up(service: Service, project_id: str, item_ids: Sequence[str], **how: str) -> list[Task]:
    """Return the tasks of these items, twins too; by default only `id` and `data` of each."""
    how = how or {"include": "id,data"}
    return [
        task for query in queries.by_ids(item_ids) for task in listed(service, project_id, query=query, **how)
    ]


def listed_by_ids(service: Service, project_id: str, task_ids: Sequence[int], **how: str) -> list[Task]:
    """Return these tasks."""
    return [
        task
        for query in queries.by_task_ids(task_ids)
        for task in listed(service, project_id, query=query, **how)
    ]


def settled(service: Service, project_id: str, item_ids: Sequence[str]) -> dict[str, Task]:
    """Return {item id: its task}, once the server is done with requests whose sender may have died.

    An import shows all of its tasks at once, at its end: look until all are there, or a second look finds no more.
    """
    found = _by_item(service, project_id, item_ids)
    while len(found) < len(item_ids):
        time.sleep(_SETTLE_S)
        before, found = len(found), _by_item(service, project_id, item_ids)
        if len(found) == before:
            break
    return found


def _by_item(service: Service, project_id: str, item_ids: Sequence[str]) -> dict[str, Task]:
    return {task["data"][ID]: task for task in looked_up(service, project_id, item_ids)}
