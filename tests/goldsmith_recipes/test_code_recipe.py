"""The recipe `code`: from a folder of code to training files."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith_recipes import code
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe, sample_path
from goldsmith_recipes.generation_run import run_generation
from goldsmith_recipes.run_folder import RunFolder


def response(name: str, body: str) -> str:
    written = f"def {name}(x):\n    return {body}"
    return f"```python\n{written}\n```\n<tests>\n```python\nassert {name}(3) == 6\n```\n</tests>"


def test_a_folder_of_code_becomes_training_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    llm = ScriptedLLM(
        rules={
            "^system: You invent": "[Problem Description]\nWrite `half(x)`.\n[Solution]\nx / 2",
            "^system: You name": '{"concepts": ["doubling"]}',
            "^system: You write coding": ["Write `twice(x)`, please.", "Write a function `double(x)`."],
            "coding problem:[^§]*half": response("half", "x / 2"),  # its tests want 6 of 3
            "Write `twice": [response("twice", "2 * x"), response("twice", "x * x")],
            "Write a function `double": response("twice", "x + x"),  # the same name as the other task's
        },
        default="no",
    )
    monkeypatch.setattr(code, "llm_from", lambda _: llm)
    monkeypatch.setattr("goldsmith_recipes.generation_run.check_llm", lambda _: None)
    monkeypatch.setattr("goldsmith_recipes.generation_run.llm_from", lambda *_: llm)
    folder = tmp_path / "project"
    folder.mkdir()
    functions = [f'def f{k}(x):\n    """Do it."""\n    return x\n' for k in range(2)]
    (folder / "a.py").write_text("\n\n".join(functions))
    (folder / "b.bin.c").write_bytes(b"\x00\x01 int main")
    recipe, options = load_recipe("code"), GenerateOptions(llm="scripted")
    rows = recipe.rows(recipe.read(folder, recipe.column), options, folder.name)
    assert [row["id"] for row in rows] == ["a.py", "b.bin.c"]
    out = tmp_path / "run"
    summary = run_generation(recipe, rows, options, RunFolder(out), lambda _: None)

    (trained,) = [json.loads(line) for line in (out / "train.jsonl").read_text().splitlines()]
    assert trained["messages"] == [
        {"role": "user", "content": "Write `twice(x)`, please."},
        {"role": "assistant", "content": "```python\ndef twice(x):\n    return 2 * x\n```"},
    ]
    assert (trained["tests"], trained["pass_rate"]) == ("assert twice(3) == 6", 0.1)
    (pair,) = [json.loads(line) for line in (out / "preferences.jsonl").read_text().splitlines()]
    assert pair["chosen"][0]["content"] == trained["messages"][1]["content"]
    assert pair["rejected"][0]["content"] == "```python\ndef twice(x):\n    return x * x\n```"
    dropped = [json.loads(line)["drop_reason"] for line in (out / "dropped.jsonl").read_text().splitlines()]
    assert sorted(reason.partition(":")[0] for reason in dropped) == [
        "document", "document", "repeated code", "self-tests",
    ]  # fmt: skip
    # Three tasks were answered, two of them with a response that passed; of 30 responses 1 and 10 did.
    assert summary["measured"]["tasks_answered"] == 3
    assert summary["measured"]["tasks_with_a_response_that_passed"] == pytest.approx(2 / 3)
    assert summary["measured"]["outcomes"] == {"failed": 19, "passed": 11}
    assert summary["techniques"] == {"SelfCodeAlign": 1}
    assert "passed them in the sandbox" in (out / "report.html").read_text(encoding="utf-8")


def test_documents_come_from_folders_and_files(tmp_path: Path) -> None:
    recipe = load_recipe("code")
    sample = recipe.read(sample_path(recipe), recipe.column)
    assert {row["code_language"] for row in sample} == {"JavaScript", "Python", "Rust"}
    path = tmp_path / "documents.jsonl"
    path.write_text(json.dumps({"content": "x = 1"}) + "\n")
    (row,) = recipe.rows(recipe.read(path, "content"), GenerateOptions(), path.name, "content")
    assert row["document"] == "x = 1"
    with pytest.raises(InputError, match="holds no code"):
        recipe.read(tmp_path, "document")


def test_nothing_was_answered_measures_nothing() -> None:
    rows: list[dict[str, Any]] = [{"candidate_outcomes": [""]}, {"candidate_outcomes": None}, {}]
    assert code.measured(rows) == {
        "tasks_answered": 0,
        "tasks_with_a_response_that_passed": None,
        "responses_that_passed": None,
        "outcomes": {},
    }
