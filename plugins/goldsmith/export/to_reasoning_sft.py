"""Chains of thought for supervised fine-tuning."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.export.chat import Message, chat, text_of, with_system_prompt
from goldsmith.export.examples import Examples, LeftOutError, examples_of
from goldsmith.reason import think_form

__all__ = ["prompt_of", "thought_of", "to_reasoning_sft"]

Row = Mapping[str, Any]
_TAGS = ("<think>", "</think>")


def to_reasoning_sft(rows: Iterable[Row]) -> Examples:
    r"""Return `{"id", "messages"}` of each kept row with a chain: the question, then `<think>`, the chain, `</think>`, the response.

    Left out and counted are rows that were dropped or failed, and those without a chain, without a response, cut off, or with the
    tags in their text, which would teach a model to end its thought in the middle.

    >>> row = {"id": "a", "instruction": "2 + 2?", "chain": "Two and two.", "response": "4"}
    >>> found = to_reasoning_sft([row, row | {"chain": ""}])
    >>> found[0]["messages"][1]["content"], dict(found.left_out)
    ('<think>\nTwo and two.\n</think>\n\n4', {'no chain': 1})

    Args:
        rows: with `instruction`, `chain`, `response`, and perhaps `system_prompt` and `finish_reason`.

    Raises:
        InputError: a question is empty or no text, or `rows` is a `DatasetDict`. Row (from 0) and column are named.
    """
    return examples_of(rows, _example)


def _example(row: Row, number: int) -> dict[str, Any]:
    answer = {"role": "assistant", "content": thought_of(row)}
    key = {} if row.get("id") is None else {"id": row["id"]}
    return key | {"messages": [*prompt_of(row, number), answer]}


def prompt_of(row: Row, number: int) -> list[Message]:
    """Return the messages that ask a row's question.

    Raises:
        InputError: it is empty or no text.
    """
    asked = text_of(row.get("instruction"), f"row {number}, column 'instruction'")
    return with_system_prompt(chat(asked, "", role="user"), row, number)


def thought_of(row: Row) -> str:
    """Return the chain and the response of a row in `<think>` form.

    Raises:
        LeftOutError: one of them is missing, cut off, or has the tags in it.
    """
    chain, response = row.get("chain"), row.get("response")
    if not isinstance(chain, str) or not chain.strip():
        raise LeftOutError("no chain")
    if row.get("finish_reason") == "length":
        raise LeftOutError("cut off")
    if not isinstance(response, str) or not response.strip():
        raise LeftOutError("no response")
    if any(tag in text.lower() for tag in _TAGS for text in (chain, response)):
        raise LeftOutError("a think tag within the text")
    return think_form(chain, response)
