"""Rows for supervised fine-tuning."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from goldsmith.errors import InputError
from goldsmith.export.chat import Message, chat, text_of, with_system_prompt
from goldsmith.export.kept_rows import kept_rows

__all__ = ["to_sft"]

Row = Mapping[str, Any]


def to_sft(rows: Iterable[Row]) -> list[dict[str, Any]]:
    r"""Return `{"id", "messages"}` of each row that was kept, the id only where the row has one.

    The messages are those of the first columns found: `messages`; `instruction` and `instances` (Self-Instruct: an
    example an instance, its input after a blank line, "-0", "-1", ... behind the id); `instruction` and `generation`. A
    `system_prompt` goes first. Rows with `keep` False or an `error` are left out.

    >>> to_sft([{"id": "a", "instruction": "2 + 2?", "generation": "4"}, {"keep": False}])
    [{'id': 'a', 'messages': [{'role': 'user', 'content': '2 + 2?'}, {'role': 'assistant', 'content': '4'}]}]
    >>> row = {"instruction": "Add.", "instances": [{"input": "2, 3", "output": "5"}]}
    >>> [message["content"] for message in to_sft([row])[0]["messages"]]
    ['Add.\n\n2, 3', '5']

    Args:
        rows: dicts, or a `datasets.Dataset`.

    Raises:
        InputError: a row lacks a column, a text is empty or no text, messages hold no answer of the assistant, or `rows`
            is a `DatasetDict`. Row (from 0) and column are named.
    """
    return [example for number, row in kept_rows(rows) for example in _examples(row, number)]


def _examples(row: Row, number: int) -> Iterator[dict[str, Any]]:
    identity = row.get("id")
    several = row.get("messages") is None and row.get("instances") is not None
    for k, messages in enumerate(_conversations(row, number)):
        name = f"{identity}-{k}" if several else identity
        key = {} if identity is None else {"id": name}
        yield key | {"messages": with_system_prompt(messages, row, number)}


def _conversations(row: Row, number: int) -> Iterator[list[Message]]:
    if row.get("messages") is not None:
        yield _answered(row["messages"], f"row {number}, column 'messages'")
        return
    instruction = text_of(row.get("instruction"), f"row {number}, column 'instruction'")
    if row.get("instances") is None:
        yield _turn(instruction, text_of(row.get("generation"), f"row {number}, column 'generation'"))
        return
    where = f"row {number}, column 'instances'"
    instances = row["instances"]
    if not isinstance(instances, list) or not instances:
        raise InputError(f"{where}: expected a list of input and output, got {repr(instances)[:80]}")
    for k, instance in enumerate(instances):
        if not isinstance(instance, Mapping):
            raise InputError(f"{where}, instance {k}: expected input and output, got {repr(instance)[:80]}")
        given = instance.get("input")
        if given is not None and not isinstance(given, str):
            raise InputError(f"{where}, instance {k}: expected the input as a text, got {repr(given)[:80]}")
        prompt = f"{instruction}\n\n{given}" if given and given.strip() else instruction
        yield _turn(prompt, text_of(instance.get("output"), f"{where}, instance {k}, output"))


def _turn(prompt: str, answer: str) -> list[Message]:
    return [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]


def _answered(value: object, where: str) -> list[Message]:
    if not isinstance(value, list):
        raise InputError(f"{where}: expected a list of messages, got {type(value).__name__}")
    messages = chat(value, where, role="user")
    if all(message["role"] != "assistant" for message in messages):
        raise InputError(f"{where}: no message is the assistant's, there is nothing to learn")
    return messages
