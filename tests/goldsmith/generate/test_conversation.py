import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.generate import ENDINGS, Conversation, Goal, goals_from_tau2, read_turn, role_flipped

STOP = "###STOP###"


def talked(*outputs: str, **limits: int) -> Conversation:
    talk = Conversation(**limits)
    for output in outputs:
        talk.say(output)
    return talk


def contents(talk: Conversation) -> list[str]:
    return [message["content"] for message in talk.messages]


@pytest.mark.parametrize(
    "output",
    [
        f"Thanks, that is all.{STOP}",
        f"{STOP} Thanks, that is all.",
        "Thanks, that is all. ### stop ###",
        f"Thanks, that is all. **{STOP}**",
        f"User: Thanks, that is all. {STOP}",
        f'"Thanks, that is all."{STOP}'.replace('"', ""),
    ],
)
def test_text_glued_to_the_stop_token_is_kept_wherever_the_token_stands(output: str) -> None:
    turn = read_turn(output, "user", stop_token=STOP)
    assert (turn.text, turn.stopped) == ("Thanks, that is all.", True)


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("User: A room, please. Assistant: For when?", "A room, please."),
        ("A room, please.\nAssistant: For when?\nUser: Monday.", "A room, please."),
        ("A room, please.\n\n**Agent:** For when?", "A room, please."),
        ("A room, please. Assistant: For when?", "A room, please."),
        ("A room, please.<|im_end|>\n<|im_start|>assistant\nFor when?", "A room, please."),
        ("Ein Zimmer, bitte.\nAssistent: Für wann?", "Ein Zimmer, bitte."),
        ("请给我一个房间。\n助手：什么时候？", "请给我一个房间。"),
    ],
)
def test_a_user_that_writes_both_sides_is_cut_at_the_other_s_label_and_told(output: str, text: str) -> None:
    turn = read_turn(output, "user", stop_token=STOP)
    assert turn.text == text
    assert turn.notes[0].startswith("cut at ")


@pytest.mark.parametrize(
    "text",
    [
        "I spoke to your agent: she hung up.",
        "My ticket says: user: 4711, seat 4.",
        'He said "no" and I said: never again.',
        "I need three things: bread, milk and tea.",
    ],
)
def test_a_role_named_in_passing_is_no_label(text: str) -> None:
    assert read_turn(text, "user", stop_token=STOP).text == text


def test_a_stop_token_after_the_cut_is_not_the_user_s() -> None:
    turn = read_turn(f"Is it done?\nAssistant: Yes.\nUser: {STOP}", "user", stop_token=STOP)
    assert (turn.text, turn.stopped) == ("Is it done?", False)


def test_quotation_marks_around_the_whole_turn_and_thoughts_before_it_go() -> None:
    assert read_turn('<think>I ask.</think>\n"Is it done?"', "user").text == "Is it done?"
    assert read_turn("<think>I ask and never end", "user").text == ""
    assert read_turn('"A" is better than "B"', "user").text == '"A" is better than "B"'


def test_confirming_is_not_completing() -> None:
    talk = talked("Cancel order 7, please.", "Shall I cancel it?", f"Yes, do it. {STOP}")
    assert talk.next == "verdict"
    talk.settle(done=False)
    # The confirmation is a turn like any other, and the assistant has the word.
    assert (talk.next, contents(talk)[-1]) == ("assistant", "Yes, do it.")
    talk.say("Order 7 is cancelled.")
    talk.say(STOP)
    talk.settle(done=True)
    assert (talk.ended, talk.messages[-1]["role"], talk.errors) == ("goal_reached", "assistant", 0)
    assert "turn 2: stop not counted: the outcome is not reported done" in talk.notes


def test_a_bare_stop_too_early_is_an_error_and_asked_again() -> None:
    talk = talked("Cancel order 7, please.", "Shall I cancel it?", STOP)
    talk.settle(done=False)
    assert (talk.next, talk.trouble, talk.errors) == ("user", "stopped_early", 1)
    talk.say("Yes, please.")
    assert (talk.trouble, contents(talk)[-1]) == ("", "Yes, please.")


def test_a_stop_before_the_assistant_has_said_anything_does_not_count() -> None:
    talk = talked(f"Cancel order 7. {STOP}")
    assert (talk.next, contents(talk)) == ("assistant", ["Cancel order 7."])
    assert (talked(STOP).next, talked(STOP).trouble) == ("user", "stopped_unheard")


def test_the_text_beside_the_last_stop_token_is_answered_and_then_it_ends() -> None:
    talk = talked("Cancel order 7.", "Order 7 is cancelled.", f"Great, thank you so much!{STOP}")
    talk.settle(done=True)
    assert talk.next == "assistant"
    talk.say("You are welcome.")
    assert (talk.ended, contents(talk)[-2:]) == (
        "goal_reached",
        ["Great, thank you so much!", "You are welcome."],
    )


def test_a_user_may_give_up_once_it_was_answered() -> None:
    talk = talked("Cancel order 7.", "I can not do that, ever.", "###GIVE_UP###")
    assert (talk.next, talk.ended) == ("end", "user_gave_up")


def test_an_empty_turn_is_asked_again_until_the_errors_are_too_many() -> None:
    talk = talked("", "  \n", max_errors=2)
    assert (talk.next, talk.trouble, talk.messages) == ("user", "empty", [])
    talk.say("Hello there.")
    talk.say("")
    assert (talk.ended, talk.answered()) == ("errors", [])
    assert contents(talk) == ["Hello there."]  # what was said stays


def test_a_user_that_speaks_as_the_assistant_is_asked_again() -> None:
    talk = talked("Assistant: How can I help you?")
    assert (talk.trouble, talk.messages) == ("wrong_role", [])
    assert talk.notes == ["turn 1: user spoke as the assistant", "turn 1: user asked again, wrong_role"]


def test_a_turn_that_repeats_an_earlier_one_is_noticed_and_ends_it_at_last() -> None:
    talk = talked("Where is my order now?", "On its way.", "where is my  order now?", max_errors=1)
    assert talk.trouble == "repetition"
    talk.say("Where is my order now?")
    assert (talk.ended, len(talk.messages)) == ("repetition", 2)


def test_the_same_words_from_the_other_side_are_no_repetition() -> None:
    assert talked("Have a nice day, my friend.", "Have a nice day, my friend.").errors == 0


def test_the_turn_limit_counts_answers_and_ends_after_one() -> None:
    talk = talked("Question one?", "Answer one.", "Question two?", "Answer two.", max_turns=2)
    assert (talk.ended, talk.num_turns, talk.messages[-1]["role"]) == ("max_turns", 2, "assistant")
    with pytest.raises(InputError, match="nobody is to speak"):
        talk.say("More?")


def test_a_failed_farewell_leaves_the_goal_reached() -> None:
    talk = talked("Cancel order 7.", "It is cancelled.", f"Thanks a lot for that! {STOP}", max_errors=0)
    talk.settle(done=True)
    talk.fail(why="the server is away")
    assert talk.ended == "goal_reached"
    assert [message["role"] for message in talk.answered()] == ["user", "assistant"]


def test_flipped_views_alternate() -> None:
    talk = talked("Hello.", "Hi!", "Bye.")
    assert [message["role"] for message in role_flipped(talk.messages)] == ["assistant", "user", "assistant"]
    assert talk.for_assistant("Be kind.")[0] == {"role": "system", "content": "Be kind."}
    assert role_flipped(role_flipped(talk.messages)) == talk.messages


SAID = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [STOP, f"ok {STOP}", "###GIVE_UP###", "User: a Assistant: b", "", "the very same long turn"]
    ),
)


@given(st.lists(st.tuples(SAID, st.booleans()), max_size=60))
def test_every_conversation_alternates_and_ends_within_its_limits(moves: list[tuple[str, bool]]) -> None:
    talk = Conversation(max_turns=5, max_errors=4)
    for output, done in moves:
        if talk.next == "end":
            break
        if talk.next == "verdict":
            talk.settle(done=done)
        else:
            talk.say(output)
    roles = [message["role"] for message in talk.messages]
    assert roles == ["user", "assistant"] * (len(roles) // 2) + ["user"] * (len(roles) % 2)
    assert all(message["content"].strip() and STOP not in message["content"] for message in talk.messages)
    assert talk.num_turns <= 5
    assert talk.errors <= 5
    assert talk.ended in ("", *ENDINGS)
    # Every move is a turn, an error or a verdict, so that 5 turns, 5 errors and a verdict each end the talk.
    assert talk.ended or len(moves) <= 30


@given(st.text())
def test_any_output_is_a_turn(output: str) -> None:
    for role in ("user", "assistant"):
        turn = read_turn(output, role, stop_token=STOP, give_up_token="[END]")
        assert turn.text == turn.text.strip()


def test_long_hostile_outputs_are_read_in_no_time() -> None:
    for piece in ("\n", " ", "#", "*", "User: ", "<|", "###STOP", "<think>", '"', "Assistant"):
        read_turn(piece * 50_000, "user", stop_token=STOP)


def test_a_goal_takes_strings_and_lists() -> None:
    goal = Goal.of(
        {"scenario": " Late train. ", "known": ["ticket 12", {"seat": 4}], "unknown": None, "id": 3}
    )
    assert goal == Goal("Late train.", known='- ticket 12\n- {"seat": 4}')
    with pytest.raises(InputError, match="needs a `scenario`"):
        Goal.of({"scenario": None})


def test_every_tau2_task_becomes_a_goal_without_its_answers(shared_data: Path) -> None:
    tasks = json.loads((shared_data / "tau2" / "retail_tasks.json").read_text())
    rows = [goals_from_tau2(task) for task in tasks]
    assert len({row["id"] for row in rows}) == 114
    assert rows[0]["known"] == "You are Yusuf Rossi in zip code 19122."
    assert rows[2]["scenario"].endswith("smart watch.")  # instructions that are only "." say nothing
    assert rows[2]["assertions"] == "Agent should tell the user that there are 10 t-shirt options available."
    assert all(Goal.of(row).scenario and "10 t-shirt" not in row["scenario"] for row in rows)
    assert all(isinstance(value, str) for row in rows for value in row.values())


@pytest.mark.parametrize("task", [{}, {"user_scenario": None}, {"user_scenario": {"instructions": "text"}}])
def test_what_is_no_tau2_task_is_refused(task: dict[str, object]) -> None:
    with pytest.raises(InputError, match="not a tau2 task"):
        goals_from_tau2(task)
