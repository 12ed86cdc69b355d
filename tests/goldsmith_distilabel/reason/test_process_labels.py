"""Process labels against completers whose accuracy from each step is known."""

import json
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM, SyncScriptedLLM
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.reason import consensus, read_step_verdict
from goldsmith_distilabel.reason import ProcessLabels

RIGHT, WRONG = "So 6 + 1 = 7.\nAnswer: 7", "So 5 + 1 = 6.\nAnswer: 6"
CHAIN = {
    "id": "q",
    "instruction": "2 * 3 + 1?",
    "steps": ["Multiply first.", "2 * 3 = 5.", "5 + 1 = 6."],
    "final_answer": "6",
    "answer": "7",
}
# The prompt of a prefix ends with its last step.
AFTER = {number: f"<step_{number}>(?!.*<step_)" for number in (1, 2, 3)}


def completer(kind: Any = ScriptedLLM, **right_of_eight: int) -> Any:
    """A model that comes to the answer so many times of eight, from the first step, the second, ..."""
    return kind(
        rules={AFTER[int(name[1])]: [RIGHT] * n + [WRONG] * (8 - n) for name, n in right_of_eight.items()}
    )


def labelled(llm: Any, *rows: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    step = ProcessLabels(name="labels", llm=llm, **fields)
    step.load()
    found: list[dict[str, Any]] = next(step.process(list(rows) or [CHAIN]))
    step.unload()
    return found


def review(*verdicts: str, first: int) -> str:
    steps = [{"analysis": f"Step {k}: {told}.", "verdict": told} for k, told in enumerate(verdicts, start=1)]
    return json.dumps({"review": steps, "first_error": first})


def test_labels_are_those_of_math_shepherd() -> None:
    llm = completer(s1=3, s2=0)
    (row,) = labelled(llm)
    # Eight completions a step: hard, whether any is right; soft, the share. The last step has the answer itself, 6 and not 7.
    assert (row["rollouts_right"], row["rollouts_drawn"]) == ([3, 0, 0], [8, 8, 1])
    assert row["step_labels"] == [True, False, False]
    assert row["step_scores"] == [0.375, 0.0, 0.0]
    assert (row["first_error"], row["rollouts_first_error"], row["judge_first_error"]) == (1, 1, -2)
    assert (row["keep"], row["labelled_by"]) == (
        True,
        {"method": "rollouts", "model": "scripted", "judge": ""},
    )
    assert ProcessLabels(name="labels", llm=llm).n == 8


def test_a_right_chain_has_no_wrong_step_and_a_last_step_without_answer_is_completed_too() -> None:
    chain = CHAIN | {"steps": ["Multiply first.", "2 * 3 = 6.", "6 + 1 = 7."]}
    (row,) = labelled(completer(s1=1, s2=8, s3=8), chain | {"final_answer": "7.0"})
    assert (row["step_labels"], row["first_error"], row["rollouts_drawn"]) == ([True] * 3, -1, [8, 8, 1])
    (row,) = labelled(completer(s1=1, s2=8, s3=4), chain | {"final_answer": ""})
    assert (row["step_scores"], row["rollouts_drawn"]) == ([0.125, 1.0, 0.5], [8, 8, 8])


def test_a_completion_sees_the_steps_before_it_and_none_after() -> None:
    llm = completer(s1=8, s2=8)
    labelled(llm, CHAIN | {"steps": ["Multiply </step_1> first.<|im_end|>", "2 * 3 = 5.", "5 + 1 = 6."]})
    prompts = sorted((chat for chat, _ in llm.asked), key=len)
    assert len(prompts) == 2
    assert "2 * 3 = 5." not in prompts[0]
    assert "2 * 3 = 5." in prompts[1]
    assert all(
        "5 + 1 = 6." not in chat and chat.count("</step_1>") == 1 and "<|im_end|>" not in chat
        for chat in prompts
    )
    assert len({parameters["seed"] for _, parameters in llm.asked}) == 2


def test_all_completions_of_a_batch_are_asked_for_at_once() -> None:
    llm = completer(SyncScriptedLLM, s1=8, s2=8)
    rows = labelled(llm, *(CHAIN | {"id": f"q{number}"} for number in range(4)))
    assert llm.batches == [8]  # four chains, two open steps each, eight completions every time
    assert [row["rollouts_drawn"] for row in rows] == [[8, 8, 1]] * 4


def test_a_completion_that_is_cut_is_wrong_and_one_not_drawn_does_not_count() -> None:
    cut = {"text": RIGHT, "finish_reason": "length"}
    llm = ScriptedLLM(rules={AFTER[1]: [RIGHT, cut, None, WRONG], AFTER[2]: [RIGHT]})
    (row,) = labelled(llm, n=4)
    assert (row["rollouts_right"], row["rollouts_drawn"]) == ([1, 4, 0], [3, 4, 1])


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Step 1: a\nStep 2: b", ["a", "b"]),
        ("1. a\n2. b", ["a", "b"]),
        ("a\nb", ["a", "b"]),
        ("a\n\nb\nc", ["a", "b\nc"]),
    ],
)
def test_a_text_is_cut_into_steps(text: str, steps: list[str]) -> None:
    row = {"instruction": "x?", "solution": text, "answer": "7", "final_answer": "7"}
    (found,) = labelled(completer(s1=8, s2=8), row, column="solution")
    assert found["steps"] == steps
    assert len(found["step_labels"]) == len(steps)


def test_the_judge_names_the_first_wrong_step_and_what_follows_is_wrong() -> None:
    judge = ScriptedLLM(default=review("right", "wrong", first=2))
    (row,) = labelled(ScriptedLLM(), method="judge", judge=judge)
    assert (row["step_labels"], row["step_scores"]) == ([True, False, False], [1.0, 0.0, 0.0])
    assert (row["judge_first_error"], row["judge_reason"], row["rollouts_drawn"]) == (1, "Step 2: wrong.", [])
    (chat, parameters), *more = judge.asked
    assert more == []
    assert "<step_3>\n5 + 1 = 6.\n</step_3>" in chat
    assert parameters["temperature"] == 0.0
    schema = parameters["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["first_error"] == {"type": "integer", "minimum": 0, "maximum": 3}


@pytest.mark.parametrize(
    ("first", "verdicts", "reason"),
    [
        (2, ("right", "wrong"), ""),
        (1, ("wrong",), "no consensus: the first wrong step is 2 by rollouts, 1 by the judge"),
        (
            0,
            ("right", "right", "right"),
            "no consensus: the first wrong step is 2 by rollouts, none by the judge",
        ),
    ],
)
def test_only_chains_on_whose_first_error_both_agree_are_kept(
    first: int, verdicts: tuple[str, ...], reason: str
) -> None:
    judge = ScriptedLLM(default=review(*verdicts, first=first))
    (row,) = labelled(completer(s1=3, s2=0), method="consensus", judge=judge)
    assert (row["keep"], row["drop_reason"]) == (not reason, reason)
    assert (row["rollouts_first_error"], row["judge_first_error"]) == (1, first - 1)


def test_an_unreadable_judge_is_asked_once_more_and_then_costs_the_row() -> None:
    mended = ScriptedLLM(default=["I like it.", review("right", "right", "right", first=0)])
    (row,) = labelled(ScriptedLLM(), method="judge", judge=mended)
    assert (row["first_error"], len(mended.asked)) == (-1, 2)
    (row,) = labelled(ScriptedLLM(), method="judge", judge=ScriptedLLM(default="I like it."))
    assert (row["error"]["kind"], row["error"]["raw_output"]) == ("unreadable", "I like it.")
    assert (row["steps"], row["step_labels"]) == (CHAIN["steps"], [])


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"instruction": None}, "no_text"),
        ({"steps": []}, "no_steps"),
        ({"steps": [""]}, "no_steps"),
        ({"steps": ["a", 3]}, "no_steps"),
        ({"steps": ["a"] * 51}, "too_long"),
        ({"answer": ""}, "no_gold"),
        ({"answer": None}, "no_gold"),
    ],
)
def test_a_chain_that_cannot_be_labelled_says_why_and_harms_no_other(
    change: dict[str, Any], kind: str
) -> None:
    failed, fine = labelled(completer(s1=8, s2=8), CHAIN | change, CHAIN | {"id": "fine"})
    assert failed["error"]["kind"] == kind
    assert fine["rollouts_drawn"] == [8, 8, 1]


@pytest.mark.parametrize(
    ("text", "steps", "first"),
    [
        ('{"review": [], "first_error": 0}', 3, -1),
        ('{"first_error": "none"}', 3, -1),
        ('{"first_error": "Step 2"}', 3, 1),
        ('{"review": [{"verdict": "right"}, {"verdict": "Incorrect"}]}', 3, 1),
        ("It breaks early. \\boxed{2}", 3, 1),
        ("\\boxed{-1}", 3, -1),
        ("First error: step 3", 3, 2),
    ],
)
def test_a_verdict_is_read_in_many_forms(text: str, steps: int, first: int) -> None:
    assert read_step_verdict(text, steps).first_error == first


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("All good.", "is missing"),
        ('{"first_error": 4}', "wanted a step from 1 to 3"),
        ('{"first_error": 1.5}', "wanted a step from 1 to 3"),
        (review("right", "wrong", first=1), "first_error is 1, but the first wrong step of its review is 2"),
        (
            review("right", "wrong", first=0),
            "first_error is none, but the first wrong step of its review is 2",
        ),
        ('{"review": [{"verdict": "right"}]}', "has 1 of 3 steps and no first_error"),
        ('{"review": [{}, {}, {}, {"verdict": "wrong"}]}', "the chain has 3"),
    ],
)
def test_a_verdict_that_says_nothing_clear_is_refused(text: str, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        read_step_verdict(text, 3)


@fuzzed
def test_no_answer_of_a_judge_breaks_the_reading(output: str) -> None:
    try:
        found = read_step_verdict(output, 3)
    except UnreadableError:
        return
    assert -1 <= found.first_error < 3


def test_agreement_that_nothing_is_wrong_is_agreement() -> None:
    assert consensus(-1, -1) == ""


def test_programs_have_no_steps_to_label() -> None:
    with pytest.raises(ValueError, match="kind='code'"):
        ProcessLabels(name="labels", llm=ScriptedLLM(), kind="code")
