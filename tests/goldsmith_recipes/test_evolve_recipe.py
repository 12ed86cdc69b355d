from pathlib import Path

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.data import read_rows
from goldsmith.quality import Rows
from goldsmith_distilabel.generate import EvolInstructLoop
from goldsmith_recipes import evolve
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe, sample_path
from goldsmith_recipes.generation_report import generation_report


def test_questions_become_harder_conversations(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    llm = ScriptedLLM(
        rules={
            # The second question's evolution nearly repeats the first one's.
            "^user: (?:Make|Write)": "Name five long rivers of Asia and say where each of them ends.",
            "^user: Compare": "Not Equal",
        },
        default="Lena.",
    )
    monkeypatch.setattr(evolve, "llm_from", lambda _: llm)
    recipe, options = load_recipe("evolve"), GenerateOptions(llm="scripted", count=2)
    rows = recipe.rows(read_rows(sample_path(recipe), recipe.column), options, recipe.sample)
    pipeline = recipe.build(rows, options, tmp_path)
    kept = [dict(row) for row in pipeline.run(use_cache=False)["default"]["train"]]
    train = recipe.training(kept)
    assert [row["epoch"] for row in train] == [0, 1, 0]
    assert train[1]["messages"][1] == {"role": "assistant", "content": "Lena."}
    # Each of the two copies what it made when it is asked again; the second's first attempt repeats the first's.
    reasons = sorted(row["drop_reason"].split(":")[0] for row in pipeline.set_aside)
    assert reasons == ["evol-instruct", "evol-instruct", "near-duplicate"]
    # The report knows of lineage, reasons and prompts, and measures quality.
    steps = pipeline.report.to_dict()["steps"] if pipeline.report else []
    counts = {"given": 2, "kept": 3, "training": 3, "set_aside": {"near-duplicate": 1}}
    summary = {
        "counts": counts,
        "diversity": {"distinct_2": 1.0},
        "measured": recipe.measured(kept),
        "steps": steps,
    }
    report = generation_report(recipe, summary, rows, kept, list(pipeline.set_aside))
    parts = {section.title: section for section in report.sections}
    browser, prompts = parts["Rows"], parts["Prompts"]
    assert isinstance(browser, Rows)
    assert isinstance(prompts, Rows)
    assert browser.lineage != []
    assert {"state", "set_aside_by", "reason", "operation"} <= set(browser.facets)
    assert any(  # with the template that it extends
        "{% extends" in str(row["template"]) and "{# evol_instruct/part_depth #}" in str(row["template"])
        for row in prompts.rows
    )
    assert {"Diversity: shares", "Diversity", "Naturalness", "Privacy"} <= set(parts)


def test_the_packaged_model_does_not_judge() -> None:
    for judge, asked in (("", False), ("openai:gpt-4o", True)):
        pipeline = evolve.build([{"instruction": "Hi.", "id": "a"}], GenerateOptions(judge=judge), None)
        step = pipeline.dag.get_step("evolve")["step"]
        assert isinstance(step, EvolInstructLoop)
        assert step.information_gain is asked
