"""What a simulated user is after: scenario, persona, what is known and unknown, the wanted outcome."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import InputError

__all__ = ["Goal", "goal_text", "goals_from_tau2"]


@dataclass(frozen=True)
class Goal:
    """What the user of one conversation wants, each part as text; all but the scenario may be "".

    Attributes:
        scenario: why the user talks to the assistant.
        persona: who the user is.
        known: what the user can tell when asked.
        unknown: what the user does not know or remember.
        outcome: what is to be done, or answered, in the end.
    """

    scenario: str
    persona: str = ""
    known: str = ""
    unknown: str = ""
    outcome: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Goal":
        r"""Read the goal from a row: each part a string, a list of strings or None.

        >>> Goal.of({"scenario": "Your train is late.", "known": ["ticket 12", "seat 4"]}).known
        '- ticket 12\n- seat 4'

        Raises:
            InputError: there is no scenario.
        """
        parts = {name: goal_text(row.get(name)) for name in cls.__dataclass_fields__}
        if not parts["scenario"]:
            raise InputError("a conversation needs a `scenario`, got an empty one: say why the user talks")
        return cls(**parts)


def goals_from_tau2(task: Mapping[str, Any]) -> dict[str, str]:
    """Return a task of tau2-bench as a row for a simulated conversation.

    The reason of the call and the task's instructions are the scenario. The natural-language assertions are for a judge
    and not for the user, who must not know the answers: they are kept apart, one a line.

    Raises:
        InputError: `task` has no `user_scenario.instructions` with a `reason_for_call`.
    """
    scenario = task.get("user_scenario") or {}
    asked = scenario.get("instructions") if isinstance(scenario, Mapping) else None
    if not isinstance(asked, Mapping) or not goal_text(asked.get("reason_for_call")):
        raise InputError(
            f"not a tau2 task: expected user_scenario.instructions.reason_for_call, got keys {sorted(task)}"
        )
    instructions = goal_text(asked.get("task_instructions"))
    reason = [
        goal_text(asked["reason_for_call"]),
        instructions if any(map(str.isalnum, instructions)) else "",
    ]
    return {
        "id": f"tau2-{asked.get('domain') or 'task'}-{task.get('id', '')}",
        "scenario": "\n".join(part for part in reason if part),
        "persona": goal_text(scenario.get("persona")),
        "known": goal_text(asked.get("known_info")),
        "unknown": goal_text(asked.get("unknown_info")),
        "outcome": "",
        "assertions": "\n".join((task.get("evaluation_criteria") or {}).get("nl_assertions") or []),
    }


def goal_text(value: Any) -> str:
    r"""Return a part of a goal as text: a string as it is, a list one item a line, "" for None, anything else as JSON.

    >>> goal_text(["ticket 12", "seat 4"])
    '- ticket 12\n- seat 4'
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return "\n".join(f"- {text}" for item in value if (text := goal_text(item)))
    return json.dumps(value, ensure_ascii=False, default=str)
