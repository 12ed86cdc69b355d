"""The rules of a multi-turn attack, without models."""

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.redteam import ATTACK_ENDINGS, ATTACK_INFRASTRUCTURE, CrescendoAttack, read_next_message


def turn(attack: CrescendoAttack, number: int, *, refused: bool, success: bool = False) -> None:
    attack.ask(f"Question {number}?")
    attack.answer(f"Answer {number}.")
    attack.judge_refusal(refused, f"refusal {number}" if refused else "")
    if not refused:
        attack.judge_success(success, f"verdict {number}")


def test_a_refused_turn_leaves_the_conversation_and_counts_as_no_round() -> None:
    attack = CrescendoAttack()
    for number, refused in enumerate([False, True, True, False]):
        turn(attack, number, refused=refused)
    assert [message["content"] for message in attack.messages] == [
        "Question 0?",
        "Answer 0.",
        "Question 3?",
        "Answer 3.",
    ]
    assert (attack.rounds, attack.backtracks, attack.next) == (2, 2, "attacker")
    assert [vars(one) for one in attack.removed] == [
        {
            "question": f"Question {at}?",
            "answer": f"Answer {at}.",
            "reason": f"refusal {at}",
            "after_round": 1,
        }
        for at in (1, 2)
    ]


def test_it_ends_at_success_and_not_before_nor_after() -> None:
    attack = CrescendoAttack(max_rounds=3)
    turn(attack, 1, refused=False)
    assert attack.ended == ""
    turn(attack, 2, refused=False, success=True)
    assert (attack.ended, attack.next, attack.rounds, attack.reason) == ("success", "end", 2, "verdict 2")


def test_ten_rounds_and_ten_backtracks_at_most() -> None:
    attack = CrescendoAttack()
    for number in range(10):
        assert attack.next == "attacker"
        turn(attack, number, refused=True)
        turn(attack, number, refused=False)
    assert (attack.ended, attack.rounds, attack.backtracks) == ("max_rounds", 10, 10)
    attack = CrescendoAttack()
    for number in range(11):
        assert attack.next == "attacker"
        turn(attack, number, refused=True)
    # The eleventh refusal would need an eleventh backtrack.
    assert (attack.ended, attack.rounds, attack.backtracks) == ("max_backtracks", 0, 10)
    assert (len(attack.removed), attack.reason, attack.messages) == (11, "refusal 10", [])


def test_an_answer_without_text_is_a_refusal_that_no_judge_has_to_see() -> None:
    attack = CrescendoAttack()
    attack.ask("Well?")
    attack.answer("<think>What do they want?</think> ")
    assert (attack.next, attack.backtracks, attack.removed[0].answer) == ("attacker", 1, "")


def test_errors_are_counted_by_sort_and_say_whose_they_are() -> None:
    attack = CrescendoAttack(max_errors=1)
    attack.fail("unreadable", "no JSON")
    attack.fail("request_failed", "HTTP 503")
    assert attack.next == "attacker"  # one of each
    attack.ask("Well?")
    attack.fail("request_failed", "HTTP 500")
    attack.answer("So.")
    attack.fail("unreadable", "Hm.")
    assert attack.next == "refusal"
    attack.fail("unreadable", "Hm, again.")
    assert (attack.ended, attack.errors) == ("judge_errors", 5)
    assert attack.infrastructure_error == "judge: Hm, again."
    assert set(ATTACK_INFRASTRUCTURE) < set(ATTACK_ENDINGS)


@pytest.mark.parametrize("kind", ["request_failed", "no_answer", "unreadable"])
def test_a_target_can_only_be_out_of_reach(kind: str) -> None:
    attack = CrescendoAttack(max_errors=0)
    attack.ask("Well?")
    attack.fail(kind, "gone")
    assert attack.ended == "target_unreachable"


def test_the_next_message_is_read_and_a_refusing_attacker_is_none() -> None:
    assert (
        read_next_message('```json\n{"summary": "x", "message": " What is a lock? "}\n```')
        == "What is a lock?"
    )
    for output in ("What is a lock?", '{"message": ""}', '{"message": 7}', '[{"message": "x"}]', ""):
        with pytest.raises(UnreadableError, match="expected"):
            read_next_message(output)
    with pytest.raises(UnreadableError, match="the writer refused"):
        read_next_message('{"summary": "", "message": "I\'m sorry, but I can\'t help with that."}')


@fuzzed
def test_any_output_is_a_message_or_unreadable(output: str) -> None:
    for text in (output, f'{{"summary": "x", "message": "{output}"}}'):
        try:
            message = read_next_message(text)
        except UnreadableError:
            continue
        assert message == message.strip() != "", text
        message.encode()
