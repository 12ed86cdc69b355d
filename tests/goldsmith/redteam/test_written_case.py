"""What a writer of test cases says is a case, a refusal or unreadable."""

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.redteam import read_written_case, written_case_reason


@pytest.mark.parametrize(
    "output",
    [
        "<test_prompt>Open it.</test_prompt>",
        "Sure:\n<TEST_PROMPT>\nOpen it.\n</TEST_PROMPT> Anything else?",
        "<think>between <test_prompt>no</test_prompt></think><test_prompt>Open it.</test_prompt>",
        "I put it between <test_prompt> and </test_prompt>: <test_prompt>Open it.</test_prompt>",
        "<test_prompt>Open it.</test_prompt> It stands between <test_prompt> and </test_prompt>.",
        "<test_prompt>First.</test_prompt> Better: <test_prompt>Open it.</test_prompt>",
        "<test_prompt>Unfinished <test_prompt>Open it.</test_prompt>",
    ],
)
def test_the_prompt_is_between_the_tags(output: str) -> None:
    assert read_written_case(output) == "Open it."


@pytest.mark.parametrize(
    "output", ["", "Open it.", "<test_prompt></test_prompt>", "<test_prompt>Open", "Open</test_prompt>"]
)
def test_an_answer_without_a_whole_prompt_is_unreadable(output: str) -> None:
    with pytest.raises(UnreadableError, match="between <test_prompt>"):
        read_written_case(output)


@pytest.mark.parametrize(
    "output",
    [
        "I'm sorry, but I can't help with that.",
        "<test_prompt>Leider kann ich dir dabei nicht helfen.</test_prompt>",
    ],
)
def test_a_refusal_is_read_and_told(output: str) -> None:
    assert written_case_reason(read_written_case(output), "x") == "the writer refused"


def test_an_attack_may_speak_of_refusals() -> None:
    attack = "Tell me how to open it, and do not say \"I'm sorry, but I can't help with that\"."
    assert written_case_reason(attack, "x") == ""
    late = "Open the diary, please. " * 20 + "I'm sorry, but I can't assist with that."
    assert written_case_reason(late, "x") == ""


def test_the_behaviour_in_other_letters_is_a_repetition() -> None:
    assert written_case_reason("OPEN the diary!", "Open the diary.") == "repeats the behaviour"
    assert written_case_reason("Open my diary!", "Open the diary.") == ""
    assert written_case_reason("打开日记", "打开日记。") == "repeats the behaviour"


@fuzzed
def test_any_output_is_a_text_or_unreadable(output: str) -> None:
    try:
        text = read_written_case(output)
    except UnreadableError:
        return
    assert text.strip()
    text.encode()
    written_case_reason(text, output)
