"""What a reviewer reads, in forms that every review tool can show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

__all__ = ["ContextsField", "ConversationField", "Field", "Message", "Shown", "TextField", "numbered"]

Message = Mapping[str, str]
"""One turn: {"role": ..., "content": ...}."""

Shown = str | Sequence[str] | Sequence[Message]
"""What a field shows of one item: a text, contexts, or the messages of a conversation."""

MOST_MESSAGES = 500
_LONGEST_ROLE = 20


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    title: str

    @property
    def form(self) -> list[str]:
        """What an answer's meaning depends on beside the name: nothing."""
        return []


@dataclass(frozen=True, slots=True)
class TextField(_Field):
    """A text the reviewer reads; `name` is its key in `ReviewItem.fields`."""

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value`, or None."""
        return None if isinstance(value, str) else f"is {type(value).__name__}, expected str"


@dataclass(frozen=True, slots=True)
class ConversationField(_Field):
    """The turns of a conversation, each with its role; up to 500 messages."""

    @property
    def form(self) -> list[str]:
        """What an answer's meaning depends on beside the name: that it is a conversation."""
        return ["conversation"]

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value`, or None.

        >>> ConversationField("chat", "Chat").problem([{"role": "user", "content": None}])
        "has the message {'role': 'user', 'content': None}, expected {'role': text of 1 to 20 characters, 'content': text}"
        """
        if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_MESSAGES:
            return f"is {value!r:.80}, expected a list of 1 to {MOST_MESSAGES} messages"
        strange = [one for one in value if not _is_message(one)]
        if strange:
            expected = f"{{'role': text of 1 to {_LONGEST_ROLE} characters, 'content': text}}"
            return f"has the message {strange[0]!r:.80}, expected {expected}"
        return None


@dataclass(frozen=True, slots=True)
class ContextsField(_Field):
    """Several passages, numbered from 1, such as those that an answer was made from."""

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value`, or None."""
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            return f"is {value!r:.80}, expected a list of texts"
        return None


Field = TextField | ConversationField | ContextsField


def numbered(parts: Sequence[str], part: str) -> str:
    r"""Return parts as one text to read, each under its number.

    >>> numbered(["Paris is in France.", "Rome is in Italy."], "context")
    'Context 1\nParis is in France.\n\nContext 2\nRome is in Italy.'
    """
    return "\n\n".join(f"{part.capitalize()} {number}\n{text}" for number, text in enumerate(parts, start=1))


def is_blank(value: Shown) -> bool:
    """Whether nothing can be read in it."""
    if isinstance(value, str):
        return not value.strip()
    return not any((one if isinstance(one, str) else one["content"]).strip() for one in value)


def length(value: Shown) -> int:
    """Return how many characters it has."""
    if isinstance(value, str):
        return len(value)
    return sum(len(one if isinstance(one, str) else one["content"]) for one in value)


def _is_message(value: object) -> TypeGuard[Message]:
    return (
        isinstance(value, Mapping)
        and set(value) == {"role", "content"}
        and all(isinstance(text, str) for text in value.values())
        and 0 < len(value["role"].strip()) <= _LONGEST_ROLE
    )
