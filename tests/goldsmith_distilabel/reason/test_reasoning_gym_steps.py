"""Seeds with known answers, from the generator to the verdict."""

import json

import pytest

from goldsmith.errors import InputError
from goldsmith_distilabel.reason import ReasoningGymSeeds, VerifyReasoningGym


def test_each_task_gives_as_many_questions_as_are_wanted_in_batches() -> None:
    step = ReasoningGymSeeds(name="seeds", tasks={"chain_sum": 3, "gcd": 4}, batch_size=3)
    step.load()
    batches = list(step.process())
    assert [(len(rows), last) for rows, last in batches] == [(3, False), (3, False), (1, True)]
    rows = [row for batch, _ in batches for row in batch]
    assert [row["task"] for row in rows] == ["chain_sum"] * 3 + ["gcd"] * 4
    assert [row["task_index"] for row in rows] == [0, 1, 2, 0, 1, 2, 3]
    assert len({row["id"] for row in rows}) == 7
    # A run that goes on after five rows gets the other two, and after all of them none.
    assert [row for batch, _ in step.process(offset=5) for row in batch] == rows[5:]
    assert list(step.process(offset=7)) == [([], True)]
    origin = rows[0]["provenance"]
    assert (origin["technique"], origin["operation"], origin["depth"]) == ("Reasoning Gym", "chain_sum", 0)


def test_a_task_that_cannot_be_used_is_told_when_the_step_is_loaded() -> None:
    with pytest.raises(InputError, match="no task 'sums'"):
        ReasoningGymSeeds(name="seeds", tasks={"sums": 1}).load()


def test_answers_are_scored_by_the_package() -> None:
    seeds = ReasoningGymSeeds(name="seeds", tasks={"chain_sum": 1})
    seeds.load()
    (((row,), _),) = seeds.process()
    answers = [row["answer"], f" {row['answer']}.00 ", "7e9", "", None, 3]
    step = VerifyReasoningGym(name="verify")
    step.load()
    found = next(step.process([row | {"final_answer": answer} for answer in answers]))
    assert [one["verified"] for one in found] == [True, True, False, False, False, False]
    assert [one["keep"] for one in found] == [one["verified"] for one in found]
    assert [one["verdict_rule"] for one in found] == ["reasoning-gym"] * 4 + ["none"] * 2
    assert found[4]["drop_reason"] == "unverified: final_answer is a NoneType, wanted a str"


@pytest.mark.parametrize("entry", ["", "[1]", "{", None, "[" * 100_000])
def test_a_row_without_its_question_says_so(entry: object) -> None:
    step = VerifyReasoningGym(name="verify")
    step.load()
    (row,) = next(step.process([{"final_answer": "1", "task": "chain_sum", "verifier_entry": entry}]))
    assert (row["verified"], row["gym_score"]) == (False, 0.0)
    assert row["verdict_reason"] == "the row has no question of reasoning-gym in task and verifier_entry"


def test_a_share_of_the_score_can_be_enough() -> None:
    # string_insertion gives 0.1 to the right letters written as a list.
    entry = json.dumps({"answer": "ABC", "metadata": {}})
    row = {"final_answer": '["A", "B", "C"]', "task": "string_insertion", "verifier_entry": entry}
    for least, right in ((1.0, False), (0.1, True)):
        step = VerifyReasoningGym(name=f"verify{right}", min_score=least)
        step.load()
        (found,) = next(step.process([row]))
        assert (found["gym_score"], found["verified"]) == (pytest.approx(0.1), right)
