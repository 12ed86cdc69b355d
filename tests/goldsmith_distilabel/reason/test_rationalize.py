"""STaR's rationalization: who is asked again, what of it is kept, and that the hint goes no further."""

import json
from typing import Any

from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.reason import Rationalize

QUESTION = "A robe takes 2 bolts, and half as many. How many?"
SOLUTION = "Secret: 2/2 = 1 and 2 + 1 = 3\n#### 3"
WRONG: dict[str, Any] = {
    "id": "r1",
    "instruction": QUESTION,
    "answer": SOLUTION,
    "generation": "<think>2 + 2</think>\nAnswer: 4",
    "chain": "2 + 2",
    "final_answer": "4",
    "verified": False,
}
RIGHT = "<think>\nHalf of 2 is 1.\n\n2 + 1 = 3.\n</think>\n\nAnswer: 3"


def rationalized(text: Any, row: dict[str, Any], **fields: Any) -> tuple[dict[str, Any], ScriptedLLM]:
    llm = ScriptedLLM(default=text)
    step = Rationalize(name="star", llm=llm, **fields)
    step.load()
    (found,) = next(step.process([row]))
    step.unload()
    return found, llm


def test_a_wrong_one_is_asked_again_with_its_answer_and_never_its_solution_as_hint() -> None:
    row, llm = rationalized(RIGHT, WRONG)
    ((chat, parameters),) = llm.asked
    assert "<right_answer>\n3\n</right_answer>" in chat
    assert "Secret" not in chat
    assert parameters["temperature"] == 0.0
    assert (row["verified"], row["rationalized"], row["keep"], row["final_answer"]) == (True, True, True, "3")
    assert row["provenance"]["technique"] == "STaR"


def test_it_is_stored_without_the_hint() -> None:
    row, llm = rationalized(RIGHT, WRONG)
    hint = llm.asked[0][0].removeprefix(f"user: {QUESTION}").split("\n\n")[1]
    assert hint.startswith("The right final answer")
    assert row["instruction"] == QUESTION
    assert (row["generation"], row["wrong_generation"]) == (RIGHT, WRONG["generation"])
    kept = json.dumps(row, ensure_ascii=False)
    assert not any(line in kept for line in hint.splitlines() if len(line) > 10)
    assert "right_answer" not in kept


def test_what_is_right_already_is_not_asked_for() -> None:
    row, llm = rationalized(RIGHT, WRONG | {"verified": True, "verdict_rule": "number"})
    assert llm.asked == []
    assert (row["rationalized"], row["generation"], row["keep"]) == (False, WRONG["generation"], True)
    assert row["verdict_rule"] == "number"


def test_whether_it_is_right_is_found_out_where_nobody_has_said() -> None:
    unsaid = {name: value for name, value in WRONG.items() if name != "verified"}
    assert len(rationalized(RIGHT, unsaid)[1].asked) == 1
    row, llm = rationalized(RIGHT, unsaid | {"final_answer": "3.0"})
    assert (llm.asked, row["verified"], row["verdict_rule"]) == ([], True, "number")
    bare = {"id": "r1", "instruction": QUESTION, "answer": "3"}
    assert rationalized(RIGHT, bare)[0]["rationalized"] is True


def test_what_is_wrong_even_so_is_dropped_as_it_came() -> None:
    row, _ = rationalized(RIGHT.replace("Answer: 3", "Answer: 5"), WRONG)
    assert (row["keep"], row["verified"], row["rationalized"]) == (False, False, False)
    assert row["drop_reason"] == "rationalize: still wrong: 5 is not 3"
    assert (row["generation"], row["chain"]) == (WRONG["generation"], "2 + 2")
    assert "Answer: 5" in row["distilabel_metadata"]["asked_star"]


def test_a_chain_that_gives_the_hint_away_is_dropped() -> None:
    row, _ = rationalized("<think>The given answer is 3, so 2 + 1.</think>Answer: 3", WRONG)
    assert row["drop_reason"] == "rationalize: gives the hint away: given answer"
    assert row["generation"] == WRONG["generation"]


def test_a_chain_that_is_cut_off_or_unreadable_is_dropped() -> None:
    row, _ = rationalized({"text": RIGHT, "finish_reason": "length"}, WRONG, max_new_tokens=5)
    assert row["drop_reason"] == "rationalize: cut off after 5 tokens"
    row, _ = rationalized("Answer: 3", WRONG)
    assert row["drop_reason"] == "rationalize: no chain: there is no reasoning before the answer"


def test_without_an_answer_there_is_no_hint() -> None:
    row, llm = rationalized(RIGHT, WRONG | {"answer": " "})
    assert (row["error"]["kind"], llm.asked) == ("no_gold", [])


def test_a_program_is_shown_and_must_pass_the_tests() -> None:
    double = "def f(x):\n    return 2 * x"
    row = {"id": "c", "instruction": "Write f that doubles.", "answer": double, "tests": "assert f(2) == 4"}
    found, llm = rationalized(f"<think>Twice.</think>\n```python\n{double}\n```", row, kind="code")
    assert (found["rationalized"], found["verdict_rule"]) == (True, "passed")
    assert double in llm.asked[0][0]
