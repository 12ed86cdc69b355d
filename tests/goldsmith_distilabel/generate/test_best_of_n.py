import json
import math
from pathlib import Path
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.generate import BestOfN
from goldsmith_distilabel.llms import LocalLLM

ROW: dict[str, Any] = {"id": "r1", "instruction": "Name a river of France."}
JUDGE = {
    r"<response>\nThe Seine": '{"rationale": "Right.", "rating": "9"}',
    r"<response>\nThe Thames": "It is in England.\n\nRating: 2",
    r"<response>\nThe Loire": "Right as well. 9/10",
}


def answered(llm: ScriptedLLM, row: dict[str, Any] = ROW, **fields: Any) -> dict[str, Any]:
    judge = fields.pop("judge", ScriptedLLM(rules=JUDGE, default="No comment."))
    step = BestOfN(name="best", llm=llm, judge=judge, **fields)
    step.load()
    ((out,),) = list(step.process([row]))
    step.unload()
    return out


def test_the_best_of_several_is_kept_beside_all_the_others() -> None:
    row = answered(ScriptedLLM(rules={"": ["The Thames.", "The Seine.", "The Thames!"]}), n=3)
    assert row["generations"] == ["The Thames.", "The Seine.", "The Thames!"]
    assert row["scores"] == [2.0, 9.0, 2.0]
    assert row["rationales"] == ["It is in England.", "Right.", "It is in England."]
    assert (row["generation"], row["best"], row["tied"]) == ("The Seine.", 1, 1)
    assert (row["keep"], row["problems"]) == (True, "")
    assert row["provenance"]["technique"] == "best of n"


def test_of_a_tie_the_first_sampled_is_best_and_the_tie_is_recorded() -> None:
    row = answered(ScriptedLLM(rules={"": ["The Thames.", "The Loire.", "The Seine.", "The Seine."]}))
    assert (row["generation"], row["best"], row["tied"]) == ("The Loire.", 1, 2)


def test_answers_that_say_the_same_are_judged_once() -> None:
    judge = ScriptedLLM(rules=JUDGE)
    row = answered(ScriptedLLM(default="The Seine."), judge=judge)
    assert row["scores"] == [9.0] * 4
    assert len(judge.asked) == 1


def test_temperatures_are_taken_in_turn() -> None:
    llm = ScriptedLLM(default="The Seine.")
    row = answered(llm, n=5, temperatures=[0.2, 1.0])
    assert row["temperatures"] == [0.2, 1.0, 0.2, 1.0, 0.2]
    assert [parameters["temperature"] for _, parameters in llm.asked] == [0.2, 1.0]
    assert llm.asked[0][1]["seed"] != llm.asked[1][1]["seed"]


def test_the_judge_gives_its_reason_first_at_temperature_zero() -> None:
    judge = ScriptedLLM(rules=JUDGE)
    answered(ScriptedLLM(default="The Seine."), judge=judge)
    parameters = judge.asked[0][1]
    assert parameters["temperature"] == 0.0
    assert list(parameters["response_format"]["json_schema"]["schema"]["properties"]) == [
        "rationale",
        "rating",
    ]


def test_an_answer_without_a_score_is_kept_and_told() -> None:
    row = answered(ScriptedLLM(rules={"": ["Who knows.", "The Thames.", "  "]}), n=3)
    assert (row["generation"], row["best"]) == ("The Thames.", 1)
    assert [math.isnan(score) for score in row["scores"]] == [True, False, True]
    assert "answer 1: unreadable" in row["problems"]
    assert "answer 3: empty" in row["problems"]


def test_a_score_off_the_scale_is_none() -> None:
    row = answered(ScriptedLLM(default="The Seine."), judge=ScriptedLLM(default="Rating: 11"), n=1)
    assert "11 is not on the scale from 1 to 10" in row["problems"]
    assert row["keep"] is False


def test_a_row_without_any_score_is_dropped_with_its_answers() -> None:
    row = answered(ScriptedLLM(default="Who knows."), n=2)
    assert (row["keep"], row["generation"], row["best"]) == (False, "", -1)
    assert row["generations"] == ["Who knows.", "Who knows."]
    assert row["drop_reason"].startswith("best of n: none of 2 answers could be scored (answer 1: unreadable")


def test_answers_that_fail_or_are_cut_off_are_told() -> None:
    answers = ["The Seine.", None, {"text": "The Loire, whi", "finish_reason": "length"}]
    row = answered(ScriptedLLM(rules={"": answers}), n=3)
    assert row["generations"] == ["The Seine.", "The Loire, whi"]
    assert row["problems"] == "1 of 3 answers failed; answer 2: cut off"


def test_a_row_without_any_answer_fails() -> None:
    row = answered(ScriptedLLM(default=None))
    assert (row["error"]["kind"], row["generations"], row["best"]) == ("no_answer", [""], -1)


def test_a_row_s_own_system_prompt_comes_first() -> None:
    llm = ScriptedLLM(default="The Seine.")
    answered(llm, ROW | {"system_prompt": "Be brief."}, system_prompt="Be kind.")
    answered(llm, ROW, system_prompt="Be kind.")
    assert [text.split("\n")[0] for text, _ in llm.asked] == ["system: Be brief.", "system: Be kind."]


def test_an_instruction_that_is_none_fails_alone() -> None:
    step = BestOfN(name="best", llm=ScriptedLLM(rules=JUDGE, default="The Seine."))
    step.load()
    ((bad, good),) = list(step.process([{"instruction": None}, ROW]))
    step.unload()
    assert (bad["error"]["kind"], good["generation"]) == ("no_text", "The Seine.")


def test_saved_pipelines_find_the_step_here() -> None:
    assert BestOfN(name="best", llm=ScriptedLLM()).dump()["type_info"] == {
        "module": "goldsmith_distilabel.generate.best_of_n",
        "name": "BestOfN",
    }


def test_the_local_model_answers_a_real_question(shared_data: Path) -> None:
    line = (shared_data / "mt_bench" / "question.jsonl").read_text(encoding="utf-8").splitlines()[0]
    step = BestOfN(
        name="best",
        llm=LocalLLM(n_ctx=1024),
        n=3,
        temperatures=[0.3, 0.7, 1.0],
        max_new_tokens=24,
        judge_max_new_tokens=80,
    )
    step.load()
    ((row,),) = list(step.process([{"instruction": json.loads(line)["turns"][0]}]))
    step.unload()
    assert len(row["generations"]) == len(row["scores"]) == len(row["temperatures"]) == 3
    assert all(math.isnan(score) or 1 <= score <= 10 for score in row["scores"])
    assert row["keep"] == (row["best"] >= 0)


@pytest.mark.parametrize("fields", [{"n": 0}, {"temperatures": []}])
def test_fields_that_cannot_work_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"at least|greater than"):
        BestOfN(llm=ScriptedLLM(), **fields)
