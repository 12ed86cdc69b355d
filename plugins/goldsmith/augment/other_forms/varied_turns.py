"""Conversations in which some turns say the same in other words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

from goldsmith.augment.augmented import Augmented
from goldsmith.errors import InputError

__all__ = ["Turn", "varied_turns"]

Turn: TypeAlias = Mapping[str, Any]


def varied_turns(
    conversation: Sequence[Turn],
    vary: Callable[[str], Sequence[Augmented]],
    *,
    roles: Collection[str] = ("user",),
) -> tuple[list[dict[str, Any]], str]:
    """Return the conversation with the turns of some roles varied, and why nothing was, or "".

    The others' turns answer what was said, so change words and letters of it, not what it asks for. A turn that cannot be varied stays; if
    none can, the first one's reason is told.

    Args:
        conversation: turns with `role` and `content`.
        vary: makes variants of a text, of which the first is taken.
        roles: whose turns.

    Raises:
        InputError: a turn has no role or no text.

    >>> turns = [{"role": "user", "content": "Hello there"}, {"role": "assistant", "content": "Hello!"}]
    >>> varied_turns(turns, lambda text: [Augmented(text.lower(), "lower")])[0][0]["content"]
    'hello there'
    """
    found, reasons, changed = [], [], False
    for number, turn in enumerate(conversation, start=1):
        if not isinstance(turn, Mapping) or not isinstance(turn.get("content"), str) or "role" not in turn:
            raise InputError(f"turn {number} must have a role and a content of text, got {turn!r:.100}")
        new = dict(turn)
        if turn["role"] in roles:
            made = vary(turn["content"])[0]
            reasons.append(made.reason)
            changed = changed or (not made.reason and made.text != turn["content"])
            new["content"] = made.text
        found.append(new)
    if changed:
        return found, ""
    return found, next((reason for reason in reasons if reason), f"no turn of {', '.join(sorted(roles))}")
