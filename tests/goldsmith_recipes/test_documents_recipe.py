from pathlib import Path

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith_recipes import documents
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe
from goldsmith_recipes.generation_run import run_generation
from goldsmith_recipes.run_folder import RunFolder

SAID = """1. Question: Who wrote the first program?
Answer: Ada Lovelace.
Evidence: Ada Lovelace wrote the first program

2. Question: In which year did Ada Lovelace publish her notes?
Answer: In 1843.
Evidence: not in the passage at all"""


def test_documents_become_questions_with_evidence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(documents, "llm_from", lambda _: ScriptedLLM(default=SAID))
    monkeypatch.setattr("goldsmith_recipes.generation_run.llm_from", lambda _: ScriptedLLM(default="ok"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "ada.md").write_text("Ada Lovelace wrote the first program in 1843.")
    (tmp_path / "docs" / "copy.txt").write_text("In London Ada Lovelace wrote the first program, it is said.")
    recipe, options = load_recipe("documents"), GenerateOptions(llm="scripted")
    rows = recipe.rows(recipe.read(tmp_path / "docs", "text"), options, "docs")
    folder = RunFolder(tmp_path / "run")
    run_generation(recipe, rows, options, folder, lambda _: None)
    (row,) = folder.read_jsonl(folder.path / "train.jsonl")
    assert [turn["content"] for turn in row["messages"]] == ["Who wrote the first program?", "Ada Lovelace."]
    (row,) = folder.read_jsonl(folder.path / "grounded.jsonl")
    assert row["messages"][0]["content"].endswith(
        "Ada Lovelace wrote the first program in 1843.\n\nWho wrote the first program?"
    )
    # The second document asks the same, and neither has the other answer's evidence.
    reasons = sorted(str(row["drop_reason"]).partition(":")[0] for row in folder.read_jsonl(folder.dropped))
    assert reasons == ["near-duplicate", "question", "question"]
    assert "| docs |" in folder.card.read_text()
