"""Conversations in which users say the same in other words."""

import pytest

from goldsmith.augment import Augmented, unchanged, varied_turns
from goldsmith.errors import InputError

TURNS = [
    {"role": "user", "content": "Hello"},
    {"role": "assistant", "content": "Hello!"},
    {"role": "user", "content": "..."},
]


def shouted(text: str) -> list[Augmented]:
    return (
        [Augmented(text.upper(), "shouted")] if text.isalpha() else [unchanged(text, "shouted", "no letters")]
    )


def test_only_the_turns_of_the_roles_change() -> None:
    made, reason = varied_turns(TURNS, shouted)
    assert [turn["content"] for turn in made] == ["HELLO", "Hello!", "..."]
    assert not reason
    made, _ = varied_turns(TURNS, shouted, roles=["user", "assistant"])
    assert made[1] == {"role": "assistant", "content": "Hello!"}  # no letters alone


def test_where_nothing_changes_the_reason_is_told() -> None:
    assert varied_turns(TURNS[2:], shouted) == ([TURNS[2]], "no letters")
    assert varied_turns(TURNS[1:2], shouted)[1] == "no turn of user"
    assert varied_turns([], shouted) == ([], "no turn of user")


def test_what_is_no_turn_is_told() -> None:
    with pytest.raises(InputError, match="turn 1 must have a role"):
        varied_turns([{"content": "x"}], shouted)
