"""A chat that shows a model by earlier turns what is wanted."""

from collections.abc import Iterable

from distilabel.typing import ChatItem

__all__ = ["few_shot"]


def few_shot(
    system: str, examples: Iterable[tuple[list[ChatItem], str]], asked: list[ChatItem]
) -> list[ChatItem]:
    """Return a system message, then each example as it was asked and answered, then what is asked.

    >>> chat = few_shot("Add.", [([{"role": "user", "content": "1 1"}], "2")], [{"role": "user", "content": "2 3"}])
    >>> [turn["role"] for turn in chat]
    ['system', 'user', 'assistant', 'user']
    """
    turns: list[ChatItem] = [{"role": "system", "content": system}]
    for question, answer in examples:
        turns += [*question, {"role": "assistant", "content": answer}]
    return [*turns, *asked]
