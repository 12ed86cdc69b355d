"""Tasks of tau2-bench as goldens for a simulated user."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from goldsmith.errors import InputError
from goldsmith.generate import goals_from_tau2

__all__ = ["read_tau2_tasks"]

_MAPPED = {"id", "user_scenario"}


def read_tau2_tasks(path: str | Path) -> list[dict[str, str]]:
    """Read a file of tau2-bench's tasks (a JSON list) into goldens.

    `scenario`, `persona`, `known` and `unknown` are the task's user. `expected_outcome`, which no user is told, holds
    the natural-language assertions, or else what the assistant must communicate. A task that is judged by the state of
    its database alone has none: check it with a function of your own, which finds the expected actions in `metadata`.
    `metadata` is JSON of everything without a counterpart.

    Raises:
        InputError: the file does not exist, is no JSON list, or holds something that is no task; the message says which.
    """
    path = Path(path)
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise InputError(f"{path}: expected a JSON file of tau2 tasks ({err})") from err
    if not isinstance(tasks, list) or not tasks:
        raise InputError(f"{path}: expected a JSON list of tau2 tasks, got {type(tasks).__name__}")
    return [_golden(task, f"{path}, task {number}") for number, task in enumerate(tasks, start=1)]


def _golden(task: Any, where: str) -> dict[str, str]:
    if not isinstance(task, Mapping):
        raise InputError(f"{where}: expected an object, got {type(task).__name__}")
    try:
        goal = goals_from_tau2(task)
    except InputError as err:
        raise InputError(f"{where}: {err}") from err
    assertions = goal.pop("assertions")
    criteria = task.get("evaluation_criteria") or {}
    facts = [f"The assistant tells the user: {fact}" for fact in criteria.get("communicate_info") or []]
    rest = {name: value for name, value in task.items() if name not in _MAPPED}
    rest["domain"] = task["user_scenario"]["instructions"].get("domain")
    return goal | {
        "task_id": goal["id"],
        "expected_outcome": assertions or "\n".join(facts),
        "metadata": json.dumps(rest, ensure_ascii=False, sort_keys=True),
    }
