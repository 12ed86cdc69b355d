from pathlib import Path

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.data import read_rows
from goldsmith_recipes import instructions
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe, sample_path

NEW = "Continue the numbered"


def scripted() -> ScriptedLLM:
    return ScriptedLLM(
        rules={
            NEW: "9. Name the longest river of Asia.\n10. I am sorry, but I cannot help with that.\n11. Draw a cat now.",
            "Is it classification": "No",
            "For a task, write": "Example 1\nOutput: The Yangtze.\nExample 2\nInput: in Chinese\nOutput: Chang Jiang.",
        }
    )


def test_human_tasks_become_new_tasks_with_outputs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    llm = scripted()
    monkeypatch.setattr(instructions, "llm_from", lambda _: llm)
    recipe, options = load_recipe("instructions"), GenerateOptions(llm="scripted", count=2)
    rows = recipe.rows(read_rows(sample_path(recipe), recipe.column), options, recipe.sample)
    assert len(rows) == 175  # all of them are seeds, whatever the count
    pipeline = recipe.build(rows, options, tmp_path)
    kept = [dict(row) for row in pipeline.run(use_cache=False)["default"]["train"]]
    assert [[turn["content"] for turn in row["messages"]] for row in recipe.training(kept)] == [
        ["Name the longest river of Asia.", "The Yangtze."],
        ["Name the longest river of Asia.\n\nin Chinese", "Chang Jiang."],
    ]
    reasons = {row["drop_reason"].partition(":")[0] for row in pipeline.set_aside}
    assert reasons == {"self-instruct", "refusal"}


def test_a_second_run_asks_nothing_and_other_options_begin_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    llms: list[ScriptedLLM] = []
    monkeypatch.setattr(instructions, "llm_from", lambda _: llms.append(scripted()) or llms[-1])
    rows = [{"id": "a", "instruction": "Sing a song about rain."}]
    for seed in (0, 0, 1):
        pipeline = instructions.build(rows, GenerateOptions(count=2, seed=seed), tmp_path)
        step = pipeline.dag.get_step("grow")["step"]
        step.load()
        list(step.process())
        step.unload()
    assert [bool(llm.asked) for llm in llms] == [True, False, True]
