import json
from pathlib import Path
from typing import Any

import pytest
from tests.goldsmith_distilabel.simulate.judges import PrefersWord
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith.quality import Table
from goldsmith_recipes import arena
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe


def test_models_answer_the_same_prompts_and_the_better_one_leads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    models = {
        "good": ScriptedLLM(default="That is right."),
        "bad": ScriptedLLM(default="No idea."),
        "worse": ScriptedLLM(default="What?"),
        "judge": PrefersWord(),
    }
    monkeypatch.setattr(arena, "llm_from", lambda spec, **_: models[spec])
    rows = [{"id": f"q{k}", "instruction": f"Name {k} rivers."} for k in range(12)]
    options = GenerateOptions(llm="bad", judge="judge", rivals=("good", "worse"))
    kept = [
        dict(row) for row in arena.build(rows, options, tmp_path).run(use_cache=False)["default"]["train"]
    ]
    assert len(arena.training(kept)) == 12 * 3
    found = arena.measured(kept)
    assert found["leader"] == "good"
    assert [one["wins"] for one in found["standings"]] == [24, 0, 0]
    table = arena.sections(found)[1]
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["good", "bad", "worse"]


def test_who_takes_part() -> None:
    several = arena.contestants(GenerateOptions(llm="openai:a", rivals=("openai:b",)))
    assert list(several) == ["openai:a", "openai:b"]
    with pytest.raises(InputError, match="named twice"):
        arena.contestants(GenerateOptions(llm="openai:a", rivals=("openai:a",)))
    with pytest.raises(InputError, match="name another model with --rival"):
        arena.contestants(GenerateOptions(llm="python:json:dumps"))


def test_other_recipes_take_one_model() -> None:
    with pytest.raises(InputError, match="leave --rival out"):
        load_recipe("evolve").rows([], GenerateOptions(rivals=("local",)), "mine.jsonl")


def test_the_command_writes_a_leaderboard(goldsmith: Any, tmp_path: Path) -> None:
    functions = "python:tests.assistants_under_test"
    done = goldsmith(
        *("run", "arena", "--llm", f"{functions}:says_done", "--rival", f"{functions}:plays_and_judges"),
        *("--judge", f"{functions}:prefers_the_first", "--count", "3", "--out", tmp_path / "run"),
    )
    assert done.code == 0, done.err
    found = json.loads((tmp_path / "run" / "summary.json").read_text())["measured"]
    assert (found["leader"], found["flip_rate"], found["matches"]) == (None, 1.0, 3)
    assert (tmp_path / "run" / "train.jsonl").read_text().count("\n") == 3
    page = (tmp_path / "run" / "report.html").read_text()
    assert "No model is ahead" in page
    assert "says_done" in page


def test_the_packaged_model_meets_itself_at_two_temperatures(tmp_path: Path) -> None:
    pipeline = arena.build([{"id": "q", "instruction": "Name a river."}], GenerateOptions(), tmp_path)
    steps = [pipeline.dag.get_step(name)["step"] for name in ("answer_1", "answer_2", "judge")]
    assert [step.llm.generation_kwargs.get("temperature") for step in steps[:2]] == [0.2, 1.2]
    assert steps[2].models == ["local, temperature 0.2", "local, temperature 1.2"]
