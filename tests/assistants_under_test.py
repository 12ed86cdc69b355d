"""Functions that tests name as assistants and as checks of trials."""

import asyncio
import json
import re
import time
from typing import Any

__all__ = [
    "answers_late",
    "answers_with_a_number",
    "changes_what_it_is_given",
    "decides",
    "expects_a_cancellation",
    "is_broken",
    "judges_as_helped",
    "plays_and_judges",
    "prefers_the_first",
    "says_done",
    "says_done_later",
    "unsure",
]

Messages = list[dict[str, str]]
given: list[Messages] = []


def says_done(messages: Messages) -> str:
    given.append([*messages])
    return "Order 7 is cancelled."


async def says_done_later(messages: Messages) -> dict[str, str]:
    await asyncio.sleep(0)
    return {"content": f"Order 7 is cancelled after {len(messages)} messages."}


def is_broken(messages: Messages) -> str:
    raise KeyError(messages[-1]["role"])


def judges_as_helped(messages: Messages) -> str:  # noqa: ARG001
    return '{"reason": "It says so.", "helped": true}'


def answers_late(messages: Messages) -> str:  # noqa: ARG001
    time.sleep(3)
    return "Sorry for the wait."


def answers_with_a_number(messages: Messages) -> Any:  # noqa: ARG001
    return 7


def changes_what_it_is_given(messages: Messages) -> str:
    messages[-1]["content"] = "changed"
    messages.clear()
    return "Hm."


def expects_a_cancellation(row: dict[str, Any]) -> tuple[bool, str]:
    return "is cancelled" in row["messages"][-1]["content"], "looked for the words"


async def unsure(row: dict[str, Any]) -> str:  # noqa: ARG001
    return "maybe"


def plays_and_judges(messages: Messages) -> str:
    asked = messages[0]["content"]
    if not asked.startswith("You play a person"):
        return '{"reason": "It says so.", "done": true, "met": true}'
    return "###STOP###" if messages[-1]["role"] == "user" and len(messages) > 1 else "Cancel order 7."


def decides(messages: Messages) -> str:
    """Take what says its price and nothing else, as a simulated persona."""
    shown = re.findall(r"(\w+):\n<shown>\n(.*?)\n</shown>", messages[0]["content"], re.DOTALL)
    decisions = {
        name: {"converts": "8 euros" in text, "appeal": 2 + len(text) % 3, "trust": "N/A"}
        for name, text in shown
    }
    return json.dumps({"reason": "I want to know what it costs.", **decisions})


def prefers_the_first(messages: Messages) -> str:  # noqa: ARG001
    return '{"reason": "It comes first.", "better": "1"}'
