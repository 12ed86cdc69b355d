from contextlib import suppress

from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.generate import (
    read_instruction,
    read_question_pairs,
    read_reported_done,
    read_turn,
)


@fuzzed
def test_question_pairs(output: str) -> None:
    with suppress(UnreadableError):
        assert 0 < len(read_question_pairs(output, 3)) <= 3


@fuzzed
def test_instructions(output: str) -> None:
    with suppress(UnreadableError):
        assert read_instruction(output).strip()


@fuzzed
def test_verdicts(output: str) -> None:
    with suppress(UnreadableError):
        assert read_reported_done(output) in (True, False)


@fuzzed
def test_turns(output: str) -> None:
    assert isinstance(
        read_turn(output, "user", stop_token="###STOP###", give_up_token="###GIVE_UP###").text, str
    )
