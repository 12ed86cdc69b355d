"""Columns of a row as chat messages."""

from collections.abc import Mapping
from typing import Any

from goldsmith.errors import InputError

__all__ = ["Message", "chat", "prompt_of", "text_of", "with_system_prompt"]

Message = dict[str, str]
_ROLES = ("system", "user", "assistant", "tool")


def text_of(value: object, where: str) -> str:
    """Return `value`, a text that says something; `where` is the row and the column, for the error.

    >>> text_of("Hi.", "row 0, column 'generation'")
    'Hi.'

    Raises:
        InputError: it is no text, or an empty one.
    """
    if not isinstance(value, str) or not value.strip():
        got = "nothing" if value is None else repr(value)[:80]
        raise InputError(f"{where}: expected a text that is not empty, got {got}")
    return value


def chat(value: object, where: str, *, role: str) -> list[Message]:
    """Return messages as they are, less what is not `role` or `content`; a text becomes one message of `role`.

    >>> chat("2 + 2?", "row 0, column 'prompt'", role="user")
    [{'role': 'user', 'content': '2 + 2?'}]

    Raises:
        InputError: it is neither a text nor a list of messages, one is empty, its role unknown, or it calls a tool
            (such a message would lose its call).
    """
    if not isinstance(value, list):
        return [{"role": role, "content": text_of(value, where)}]
    if not value:
        raise InputError(f"{where}: expected messages, got an empty list")
    return [_message(item, f"{where}, message {k}") for k, item in enumerate(value)]


def with_system_prompt(messages: list[Message], row: Mapping[str, Any], number: int) -> list[Message]:
    """Return the messages, after the row's `system_prompt` if it has one and they do not begin with it.

    >>> with_system_prompt([{"role": "user", "content": "Hi"}], {"system_prompt": "Be brief."}, 0)[0]
    {'role': 'system', 'content': 'Be brief.'}

    Raises:
        InputError: the messages begin with another system prompt.
    """
    prompt = row.get("system_prompt")
    if prompt is None or prompt == "":
        return messages
    where = f"row {number}, column 'system_prompt'"
    first = {"role": "system", "content": text_of(prompt, where)}
    if messages[0]["role"] != "system":
        return [first, *messages]
    if messages[0] != first:
        raise InputError(f"{where}: the messages begin with another system prompt; keep one of the two")
    return messages


def prompt_of(row: Mapping[str, Any], number: int) -> list[Message]:
    """Return the row's `prompt`, else its `instruction`, after its `system_prompt` if it has one.

    >>> prompt_of({"instruction": "2 + 2?"}, 0)
    [{'role': 'user', 'content': '2 + 2?'}]

    Raises:
        InputError: as in `chat` and `with_system_prompt`.
    """
    column = "instruction" if row.get("prompt") is None and row.get("instruction") is not None else "prompt"
    asked = chat(row.get(column), f"row {number}, column {column!r}", role="user")
    return with_system_prompt(asked, row, number)


def _message(item: object, where: str) -> Message:
    if not isinstance(item, Mapping):
        raise InputError(f"{where}: expected a dict of role and content, got {type(item).__name__}")
    if item.get("role") not in _ROLES:
        raise InputError(f"{where}: expected a role of {', '.join(_ROLES)}, got {item.get('role')!r}")
    if item.get("tool_calls"):
        raise InputError(f"{where}: calls of tools cannot be exported; drop the row or take the call out")
    return {"role": item["role"], "content": text_of(item.get("content"), where)}
