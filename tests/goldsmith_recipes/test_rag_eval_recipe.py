import json
from pathlib import Path
from typing import Any

import pytest
from tests.goldsmith_distilabel.simulate.rag_world import StrongLLM, document, documents

from goldsmith.errors import InputError
from goldsmith_recipes import rag_eval
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe, sample_path
from goldsmith_recipes.generation_run import run_generation
from goldsmith_recipes.read_folder import read_folder
from goldsmith_recipes.run_folder import RunFolder

COUNT = 7


def run(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], StrongLLM]:
    llm = StrongLLM()
    monkeypatch.setattr(rag_eval, "llm_from", lambda *_: llm)
    monkeypatch.setattr("goldsmith_recipes.generation_run.check_llm", lambda _: None)
    monkeypatch.setattr("goldsmith_recipes.generation_run.llm_from", lambda *_: llm)
    recipe, options = load_recipe("rag-eval"), GenerateOptions(llm="scripted", count=COUNT)
    rows = recipe.rows(recipe.read(folder, recipe.column), options, folder.name)
    return run_generation(recipe, rows, options, RunFolder(out), lambda _: None), llm


def test_a_folder_becomes_a_test_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = tmp_path / "pages", tmp_path / "run"
    folder.mkdir()
    for row in documents(4):
        (folder / f"{row['id']}.md").write_text(row["text"], encoding="utf-8")
    summary, _ = run(folder, out, monkeypatch)
    assert (summary["counts"]["training"], summary["measured"]["questions"]) == (COUNT, COUNT)
    assert len(summary["measured"]["counts"]["kind"]) == COUNT
    rows = [json.loads(line) for line in (out / "test_set.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {one["document_id"] for row in rows for one in row["contexts"]} <= {
        f"{row['id']}.md" for row in documents(4)
    }
    assert [row["contexts"] for row in rows if row["expected"] == "refuse"] == [[]]
    ragas = [json.loads(line) for line in (out / "ragas.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["reference"] for one in ragas] == [row["answer"] for row in rows]
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "7 test questions" in page
    assert "multi_hop_abstract" in page


def test_files_and_folders_are_read_and_silent_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps(document(0)) + "\n")
    assert read_folder(tmp_path / "rows.jsonl", "text")[0]["id"] == "doc-Alba"
    assert [row["id"] for row in read_folder(sample_path(load_recipe("rag-eval")), "text")] == [
        "full-loading.md",
        "glossary.md",
        "incremental-loading.md",
    ]
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "scan.txt").touch()
    with pytest.raises(InputError, match=r"no text in scan\.txt"):
        read_folder(folder, "text")
