"""Facts that a simulated user has made up."""

from collections.abc import Mapping, Sequence
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.simulate.facts import Told, facts_in
from goldsmith.text import read_json

__all__ = ["INVENTED_SCHEMA", "invented_facts", "read_invented"]

INVENTED_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "invented": {"type": "array", "items": {"type": "string"}}},
    "required": ["reason", "invented"],
    "additionalProperties": False,
}


def invented_facts(messages: Sequence[Mapping[str, str]], given: str) -> dict[int, list[str]]:
    """Return the e-mail addresses, numbers, codes, days and names that the user said and nobody had told it.

    Told is what is in `given` and in the assistant's turns before. A fact counts where it is said first. That a number
    was worked out ("both, so 20 euros") cannot be told from one made up.

    >>> messages = [
    ...     {"role": "user", "content": "Order 7 is late."},
    ...     {"role": "assistant", "content": "I see order 7, sent on Monday. Your name?"},
    ...     {"role": "user", "content": "It is Bob Jones, and Monday was 3 weeks ago."},
    ... ]
    >>> invented_facts(messages, "You are Ana. Your order 7 is late.")
    {2: ['3', 'Bob', 'Jones']}

    Returns:
        The number of the user's turn, from 1 -> the facts; turns without any are left out.
    """
    told, invented, turn = Told(), dict[int, list[str]](), 0
    told.add(given)
    for message in messages:
        if message["role"] == "assistant":
            told.add(message["content"])
        elif message["role"] == "user":
            turn += 1
            new = [fact.text for fact in facts_in(message["content"]) if not told.holds(fact)]
            if new:
                invented[turn] = list(dict.fromkeys(new))
                told.add(message["content"])
    return invented


def read_invented(output: str) -> list[str]:
    """Read a judge's list of invented facts: `{"reason": "...", "invented": ["...", ...]}`.

    >>> read_invented('{"reason": "No such card.", "invented": ["a gold card"]}')
    ['a gold card']

    Raises:
        UnreadableError: there is no such list.
    """
    value = read_json(output)
    found = value.get("invented") if isinstance(value, Mapping) else None
    if not isinstance(found, list) or not all(isinstance(fact, str) for fact in found):
        raise UnreadableError(f'expected {{"reason": "...", "invented": ["...", ...]}}, got {output[:60]!r}')
    return [" ".join(fact.split()) for fact in found if fact.strip()]
