"""Rows for direct preference optimisation."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.errors import InputError
from goldsmith.export.chat import Message, chat, prompt_of
from goldsmith.export.kept_rows import kept_rows

__all__ = ["pair_of", "to_dpo"]

Row = Mapping[str, Any]


def to_dpo(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return `{"id", "prompt", "chosen", "rejected"}` of each row that was kept, the id only where the row has one.

    This is TRL's conversational form with an explicit prompt: three lists of messages. The columns are `prompt` (else
    `instruction`), `chosen` and `rejected`, each a text or messages. Messages of a response that repeat the prompt lose it,
    and a `system_prompt` goes before the prompt. Rows with `keep` False or an `error` are left out.

    >>> (pair,) = to_dpo([{"prompt": "2 + 2?", "chosen": "4", "rejected": "5"}])
    >>> pair["prompt"], pair["chosen"]
    ([{'role': 'user', 'content': '2 + 2?'}], [{'role': 'assistant', 'content': '4'}])

    Args:
        rows: dicts, or a `datasets.Dataset`.

    Raises:
        InputError: a row lacks a column, a text is empty or no text, a response does not begin with the assistant, both
            responses are the same, or `rows` is a `DatasetDict`. Row (from 0) and column are named.
    """
    return [pair_of(row, number) for number, row in kept_rows(rows)]


def pair_of(row: Row, number: int) -> dict[str, Any]:
    """Return the example of one row, whose number is for the errors.

    Raises:
        InputError: as in `to_dpo`.
    """
    prompt = prompt_of(row, number)
    chosen, rejected = (_response(row, name, prompt, number) for name in ("chosen", "rejected"))
    if chosen == rejected:
        raise InputError(f"row {number}, column 'rejected': says the same as 'chosen'; drop the row")
    key = {} if row.get("id") is None else {"id": row["id"]}
    return key | {"prompt": prompt, "chosen": chosen, "rejected": rejected}


def _response(row: Row, column: str, prompt: list[Message], number: int) -> list[Message]:
    where = f"row {number}, column {column!r}"
    messages = chat(row.get(column), where, role="assistant")
    without_system = prompt[1:] if prompt[0]["role"] == "system" else prompt
    for repeated in (prompt, without_system):
        if repeated and messages[: len(repeated)] == repeated:
            messages = messages[len(repeated) :]
            break
    if not messages:
        raise InputError(f"{where}: nothing follows the prompt that it repeats")
    if messages[0]["role"] != "assistant":
        raise InputError(
            f"{where}: expected the prompt or the assistant first, got the {messages[0]['role']}'s"
            f" {messages[0]['content'][:80]!r}"
        )
    return messages
