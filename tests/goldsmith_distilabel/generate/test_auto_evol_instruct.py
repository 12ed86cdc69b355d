import json
import logging
from pathlib import Path
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError, ModelError
from goldsmith_distilabel.generate import AutoEvolInstruct
from goldsmith_distilabel.generate.method_trials import INITIAL_METHOD
from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.prompting import Row

ROWS = [{"id": f"r{number}", "instruction": f"Name {number} rivers."} for number in range(12)]
EVOLVE = r"^user: You rewrite instructions"
ANALYSE = r"^user: A method makes"
REVISE = r"^user: A method, in steps"
FINAL = "<finally_rewritten_instruction>{}</finally_rewritten_instruction>"


def method(number: int) -> str:
    return f"<method>Method {number}.</method>"


def scripted(rates: dict[str, str], revisions: Any, default: str = "Rhine.") -> ScriptedLLM:
    """A model whose evolutions say by which method they were made, so that each method's rivers are answered alike."""
    return ScriptedLLM(
        rules={
            EVOLVE + r".*(Method \d|Step 1).*?<instruction>\s+(Name \d+)": FINAL.format(r"\2 rivers by \1."),
            ANALYSE: "Case 1 failed.",
            REVISE: revisions,
            **rates,
        },
        default=default,
    )


def evolved(llm: Any, rows: list[Row] | None = None, **fields: Any) -> list[Row]:
    few: dict[str, Any] = {
        "steps": 1,
        "batch_size": 2,
        "rounds": 1,
        "candidates": 2,
        "dev_size": 4,
        "keep_seed": "no",
    }
    step = AutoEvolInstruct(name="auto", llm=llm, **(few | fields))
    step.load()
    out: list[Row] = next(step.process(ROWS if rows is None else rows))
    step.unload()
    return out


def asked(llm: ScriptedLLM, pattern: str) -> list[str]:
    return [chat for chat, _ in llm.asked if chat.startswith(pattern.removeprefix("^"))]


def test_the_candidate_that_fails_least_is_kept_and_evolves_all_rows(tmp_path: Path) -> None:
    path = tmp_path / "method.json"
    # The initial method and Method 1 always fail, Method 2 never does.
    llm = scripted(
        {r"by (Step 1|Method 1)": "Sure, which rivers do you mean?"}, [method(1), method(2)], default="Rhine."
    )
    out = evolved(llm, method_path=str(path))
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert saved["method"] == "Method 2."
    assert saved["initial_failure_rate"] == 1.0
    assert saved["history"] == [
        {"step": 1, "candidate_rates": [1.0, 0.0], "kept": 1, "failure_rate": 0.0, "note": ""}
    ]
    assert [row["instruction"] for row in out] == [f"Name {n} rivers by Method 2." for n in range(12)]
    assert all(row["keep"] and row["verdict"] == "accepted" and row["generation"] == "Rhine." for row in out)
    assert [row["parent_id"] for row in out] == [row["id"] for row in ROWS]
    assert all(row["provenance"]["technique"] == "Auto Evol-Instruct" for row in out)
    assert {len(row["method_sha256"]) for row in out} == {64}


def test_a_candidate_that_is_not_better_is_not_kept() -> None:
    llm = scripted({r"by ": "To go on, please provide a map."}, method(1))
    out = evolved(llm, steps=2)
    assert all("by Step 1" in row["instruction"] for row in out)
    assert {row["verdict"] for row in out} == {"failure"}
    assert {row["drop_reason"] for row in out} == {
        'auto evol-instruct: loss of key information: contains "please provide"'
    }
    assert len(asked(llm, ANALYSE)) == len(asked(llm, REVISE)) == 4  # 2 steps of 2 candidates


def test_the_failure_rate_is_the_share_of_the_development_set(tmp_path: Path) -> None:
    path = tmp_path / "method.json"
    # Three of the twelve fail by the initial method; which are held out follows from the seed.
    llm = scripted({r"Name [012] rivers by Step 1": "Understood. What now?"}, method(1))
    evolved(llm, method_path=str(path), dev_size=6, steps=1)
    first = json.loads(path.read_text(encoding="utf-8"))["initial_failure_rate"]
    held = {chat for chat in asked(llm, r"^user: Name") if "by Step 1" in chat}
    failing = sum(f"Name {number} " in chat for chat in held for number in range(3))
    assert len(held) == 6
    assert first == failing / 6


def test_a_method_that_never_fails_ends_the_search() -> None:
    llm = scripted({}, method(1))
    evolved(llm, steps=10)
    assert not asked(llm, ANALYSE)


def test_the_optimizer_sees_the_trajectories_and_the_method() -> None:
    optimizer = ScriptedLLM(rules={ANALYSE: "Case 2 lost its rivers.", REVISE: method(1)})
    llm = scripted({r"by Step 1": "Thank you. Is there more?"}, method(9))
    evolved(llm, optimizer=optimizer, rounds=2, candidates=3)
    analysed, revised = asked(optimizer, ANALYSE), asked(optimizer, REVISE)
    assert (len(analysed), len(revised), len(optimizer.asked)) == (3, 3, 6)
    assert len({told["seed"] for _, told in optimizer.asked}) == 6
    assert all(f"</stage_{stage}>" in analysed[0] for stage in range(3))
    assert "</stage_3>" not in analysed[0]
    assert "Case 2:" in analysed[0]
    assert "Case 3:" not in analysed[0]
    assert "Case 2 lost its rivers." in revised[0]
    assert INITIAL_METHOD.text() in revised[0]
    assert not asked(llm, ANALYSE)


def test_an_evolution_without_a_final_instruction_is_a_failure_and_keeps_what_was_said() -> None:
    llm = ScriptedLLM(rules={EVOLVE: "I cannot."}, default="Rhine.")
    out = evolved(llm, steps=0)
    assert {row["verdict"] for row in out} == {"failed"}
    assert all(row["error"]["kind"] == "unreadable" and row["error"]["raw_output"] for row in out)
    assert not any(row["keep"] for row in out)


def test_candidates_that_cannot_be_read_leave_the_method_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "method.json"
    llm = scripted({r"by Step 1": "Sure, which?"}, "I would rather not.")
    evolved(llm, method_path=str(path))
    (step,) = json.loads(path.read_text(encoding="utf-8"))["history"]
    assert (step["candidate_rates"], step["kept"], step["failure_rate"]) == ([], -1, 1.0)
    assert step["note"].startswith("2 of 2 candidates failed: unreadable: ")


@pytest.mark.parametrize(
    ("final", "verdict"),
    [("Name 3 rivers!", "copy"), ("Name 5 rivers of the given prompt.", "leak")],
)
def test_copies_and_leaks_are_rejected_in_the_last_pass(final: str, verdict: str) -> None:
    llm = ScriptedLLM(rules={EVOLVE: FINAL.format(final)}, default="Rhine.")
    (row,) = evolved(llm, [{"id": "a", "instruction": "Name 3 rivers."}], steps=0)
    assert (row["verdict"], row["keep"], row["generation"]) == (verdict, False, "")


def test_a_finished_search_is_used_again_and_other_data_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = str(tmp_path / "method.json")
    evolved(scripted({r"by Step 1": "Sure, which?"}, method(2)), method_path=path)
    again = scripted({}, method(3))
    out = evolved(again, method_path=path)
    assert all("by Method 2" in row["instruction"] for row in out)
    assert not asked(again, ANALYSE)
    assert len(asked(again, EVOLVE)) == 12
    logging.getLogger("distilabel").propagate = True
    with caplog.at_level("WARNING"):
        out = evolved(
            again, [*ROWS, {"id": "new", "instruction": "Name 99 rivers."}], method_path=path, seed=7
        )
    assert "by Method 2" in out[-1]["instruction"]
    assert "instructions was '12 (" in caplog.text
    assert "seed was 0 and is 7" in caplog.text


class DiesInStep(ScriptedLLM):
    """Stops answering once the optimizer has been asked a number of times."""

    after: int = 2

    async def agenerate(self, input: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: A002
        if len(asked(self, ANALYSE)) >= self.after and "A method makes" in input[0]["content"]:
            raise ModelError("the power is out")
        return await super().agenerate(input, *args, **kwargs)


def test_a_search_goes_on_after_the_step_it_had_finished(tmp_path: Path) -> None:
    path = tmp_path / "method.json"
    always = scripted({r"by ": "Sure, which?"}, method(1))
    with pytest.raises(ModelError, match="the power is out"):
        evolved(DiesInStep(rules=always.rules, default="Rhine."), method_path=str(path), steps=3)
    assert len(json.loads(path.read_text(encoding="utf-8"))["history"]) == 1
    llm = scripted({r"by ": "Sure, which?"}, method(1))
    evolved(llm, method_path=str(path), steps=3)
    assert [step["step"] for step in json.loads(path.read_text(encoding="utf-8"))["history"]] == [1, 2, 3]
    assert len(asked(llm, ANALYSE)) == 4  # of steps 2 and 3 only


def test_an_unfinished_search_of_other_settings_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "method.json")
    llm = scripted({r"by ": "Sure, which?"}, method(1))
    evolved(llm, method_path=path)
    with pytest.raises(InputError, match="after 1 of 3 steps, but seed was 0 and is 5: remove the file"):
        evolved(llm, method_path=path, steps=3, seed=5)


def test_few_rows_are_halved_and_it_is_said(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("distilabel").propagate = True
    llm = scripted({r"by Step 1": "Sure, which?"}, method(1))
    with caplog.at_level("WARNING"):
        out = evolved(llm, ROWS[:3], dev_size=50)
    assert "of 3 instructions half are held out, not dev_size=50" in caplog.text
    assert all("by Method 1" in row["instruction"] for row in out)


@pytest.mark.parametrize(
    "rows", [[], [{"id": "x", "instruction": "A.", "keep": False, "drop_reason": "short: x"}]]
)
def test_nothing_to_evolve_asks_nothing(rows: list[Row]) -> None:
    llm = ScriptedLLM()
    out = evolved(llm, rows)
    assert (len(out), llm.asked) == (len(rows), [])
    assert [row["drop_reason"] for row in out] == [row["drop_reason"] for row in rows]


def test_a_row_without_an_instruction_says_so() -> None:
    out = evolved(scripted({}, method(1)), [{"id": "n", "instruction": None}, ROWS[1]])
    assert [row["error"]["kind"] for row in out] == ["no_text", ""]


def test_a_method_is_never_read_as_a_template() -> None:
    llm = ScriptedLLM(rules={EVOLVE: FINAL.format("Name 9 lakes.")}, default="Rhine.")
    evolved(
        llm, ROWS[:1], steps=0, initial_method="Take {instruction}, {{ 7*7 }} and {% raw %} </method> obey."
    )
    (chat,) = asked(llm, EVOLVE)
    assert "Take {instruction}, {{ 7*7 }} and {% raw %} < /method> obey." in chat


def test_the_seed_is_kept_and_answered_if_wanted() -> None:
    out = evolved(scripted({}, method(1)), ROWS[:2], steps=0, keep_seed="answered")
    assert [(row["epoch"], row["verdict"]) for row in out] == [(0, "seed"), (1, "accepted")] * 2
    assert all(row["generation"] == "Rhine." for row in out)
    assert [row["method_sha256"] == "" for row in out] == [True, False] * 2


def test_a_model_that_never_answers_ends_the_run() -> None:
    class Broken(ScriptedLLM):
        async def agenerate(self, *_: Any, **__: Any) -> Any:
            raise ConnectionError("no route")

    with pytest.raises(ModelError, match="cannot be tried: request_failed: ConnectionError: no route"):
        evolved(Broken())
    with pytest.raises(ModelError, match="all 12 rows failed: ConnectionError: no route"):
        evolved(Broken(), steps=0)


def test_saved_pipelines_find_the_step_here() -> None:
    dumped = AutoEvolInstruct(name="auto", llm=ScriptedLLM()).dump()
    assert dumped["type_info"] == {
        "module": "goldsmith_distilabel.generate.auto_evol_instruct",
        "name": "AutoEvolInstruct",
    }


def test_the_local_model_searches_and_evolves(shared_data: Path, tmp_path: Path) -> None:
    lines = (shared_data / "self_instruct" / "seed_tasks.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [{"instruction": json.loads(line)["instruction"]} for line in lines[:2]]
    path = tmp_path / "method.json"
    out = evolved(
        LocalLLM(n_ctx=2048),
        rows,
        candidates=1,
        batch_size=1,
        method_path=str(path),
        max_new_tokens=24,
        max_response_tokens=8,
    )
    # So small a model does not keep to the tags: the rows say so and keep what it said.
    assert len(out) == 2
    assert all(row["keep"] or row["drop_reason"].startswith("auto evol-instruct: ") for row in out)
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert saved["settings"]["model"].startswith("SmolLM2")
    assert 0 <= saved["history"][0]["failure_rate"] <= 1
