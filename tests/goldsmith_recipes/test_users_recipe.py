import json
from pathlib import Path
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith.quality import Table
from goldsmith_recipes import users
from goldsmith_recipes.generation_recipe import GenerateOptions


def test_goldens_become_trials_and_a_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    models = {
        "shop": ScriptedLLM(default="It is cancelled."),
        "user": ScriptedLLM(
            rules={
                "has come about": [f'{{"reason": "x", "met": {met}}}' for met in ("true", "false", "true")],
                "You play a person": "Please cancel.",
            },
            default='{"reason": "Yes.", "done": true}',
        ),
    }
    monkeypatch.setattr(users, "llm_from", models.__getitem__)
    rows = [{"id": "a", "scenario": "You want to cancel.", "outcome": "It is cancelled."}]
    pipeline = users.build(rows, GenerateOptions(llm="shop", judge="user"), tmp_path)
    kept = [dict(row) for row in pipeline.run(use_cache=False)["default"]["train"]]
    assert sorted(row["trial"] for row in users.training(kept)) == [1, 2, 3, 4]
    measured = users.measured(kept)
    # c = 3 of n = 4: C(3,k)/C(4,k) is 3/4, 3/6, 1/4 and 0.
    assert [measured[f"pass^{k}"] for k in (1, 2, 3, 4)] == [0.75, 0.5, 0.25, 0]
    assert measured["infrastructure_errors"] == 0
    table = users.sections(measured)[1]
    assert isinstance(table, Table)
    assert table.cells == [["a", "3", "4", "0", "0"]]


def test_a_function_needs_somebody_to_talk_to() -> None:
    with pytest.raises(InputError, match="--judge"):
        users.build([], GenerateOptions(llm="python:json:dumps"), None)


def test_the_command_tests_a_function_and_reports(goldsmith: Any, tmp_path: Path) -> None:
    functions = "python:tests.assistants_under_test"
    done = goldsmith(
        *("run", "users", "--llm", f"{functions}:says_done", "--judge", f"{functions}:plays_and_judges"),
        *("--count", "2", "--out", tmp_path / "run"),
    )
    assert done.code == 0, done.err
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())
    assert [golden["successes"] for golden in summary["measured"]["goldens"]] == [4, 4]
    assert "100.0%" in done.out
    assert "8 simulated trials" in (tmp_path / "run" / "report.html").read_text()
