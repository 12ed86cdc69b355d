"""Questions to Label Studio's data manager."""

import json
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from goldsmith_label_studio.tasks import ID

__all__ = ["by_ids", "by_task_ids", "touched", "unanswered"]

_LONGEST = 6000
_MOST = 200


def by_ids(item_ids: Sequence[str]) -> Iterator[str]:
    """Yield queries that together find the tasks of these items, each short enough for a URL."""
    some: list[str] = []
    length = 0
    for item_id in item_ids:
        cost = len(quote(json.dumps(item_id))) + 6
        if some and (length + cost > _LONGEST or len(some) == _MOST):
            yield _query("and", [_filter(f"data.{ID}", "in_list", "List", some)])
            some, length = [], 0
        some.append(item_id)
        length += cost
    if some:
        yield _query("and", [_filter(f"data.{ID}", "in_list", "List", some)])


def by_task_ids(task_ids: Sequence[int]) -> Iterator[str]:
    """Yield queries that together find these tasks."""
    for start in range(0, len(task_ids), _MOST):
        some = list(task_ids[start : start + _MOST])
        yield _query("and", [_filter("id", "in_list", "Number", some)])


def touched() -> str:
    """Return the query for tasks that somebody has answered, cancelled or begun."""
    return _query(
        "or",
        [
            _filter("total_annotations", "greater", "Number", 0),
            _filter("cancelled_annotations", "greater", "Number", 0),
            _filter("draft_exists", "equal", "Boolean", value=True),
        ],
    )


def unanswered() -> str:
    """Return the query for tasks that nobody has answered yet."""
    return _query("and", [_filter("total_annotations", "equal", "Number", 0)])


def _filter(column: str, operator: str, kind: str, value: object) -> dict[str, object]:
    return {"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}


def _query(conjunction: str, filters: list[dict[str, object]]) -> str:
    return json.dumps({"filters": {"conjunction": conjunction, "items": filters}})
