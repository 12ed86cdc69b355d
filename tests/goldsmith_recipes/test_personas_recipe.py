from pathlib import Path

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.data import read_rows
from goldsmith_distilabel.generate import BestOfN
from goldsmith_recipes import personas
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe, sample_path


def test_texts_become_people_and_what_they_ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    llm = ScriptedLLM(
        rules={
            "Who is likely to": ["A baker who feeds a sourdough.", "A mountain guide in the Alps."],
            "in a close relationship": [
                "Daughter: A drummer in a band.",
                "Rival: A baker who feeds a sourdough.",
            ],
            "Guess a prompt": [
                "User prompt: How warm must dough be?",
                "User prompt: Which boots grip on scree?",
                "User prompt: How do I tune a snare drum?",
            ],
        },
        default="By trying.",
    )
    monkeypatch.setattr(personas, "llm_from", lambda *_, **__: llm)
    recipe, options = load_recipe("personas"), GenerateOptions(llm="scripted", count=2)
    rows = recipe.rows(read_rows(sample_path(recipe), recipe.column), options, recipe.sample)
    pipeline = recipe.build(rows, options, tmp_path)
    train = recipe.training([dict(row) for row in pipeline.run(use_cache=False)["default"]["train"]])
    assert {row["persona"] for row in train} == {
        "A baker who feeds a sourdough.",
        "A mountain guide in the Alps.",
        "A drummer in a band.",
    }
    assert all(row["messages"][1]["content"] == "By trying." for row in train)
    (repeated,) = pipeline.set_aside  # the rival is the baker of the other text
    assert repeated["drop_reason"].startswith("near-duplicate")


def test_a_judge_chooses_among_several_answers() -> None:
    for judge, judged in (("", False), ("openai:gpt-4o", True)):
        pipeline = personas.build([{"text": "Hi.", "id": "a"}], GenerateOptions(judge=judge), None)
        assert isinstance(pipeline.dag.get_step("answer")["step"], BestOfN) is judged
