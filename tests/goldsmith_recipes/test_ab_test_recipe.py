import json
from pathlib import Path
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM
from tests.simulated_figures import figures_of

from goldsmith_recipes import ab_test
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe


def test_personas_become_exposures_and_a_result(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = '"\\{}": {{"converts": {}, "appeal": 4, "trust": "N/A"}}'
    first = '{{"reason": "First is best.", {}, {}}}'.format(said.format(1, "true"), said.format(2, "false"))
    two = r"\n(\w+):\n<shown>.*</shown>\s+(\w+):\n<shown>"
    monkeypatch.setattr(ab_test, "llm_from", lambda _: ScriptedLLM(rules={two: first}))
    rows = [{"persona": f"Person {i}.", "variant_a": "x", "variant_b": "y"} for i in range(8)]
    pipeline = ab_test.build(rows, GenerateOptions(llm="any"), tmp_path)
    kept = [dict(row) for row in pipeline.run(use_cache=False)["default"]["train"]]
    exposures = ab_test.training(kept)
    assert len(exposures) == 8 * 2 * 4 * 2
    assert all(row["simulated"] is True for row in exposures)
    measured = load_recipe("ab-test").measured(kept)
    assert (measured["personas"], measured["aa_check"]) == (8, "null")
    assert measured["verdict"].startswith("converted: no difference found")
    assert measured["order"][0]["value"] == 1


def test_the_command_writes_exposures_and_a_report_that_says_simulated(
    goldsmith: Any, tmp_path: Path
) -> None:
    function = "python:tests.assistants_under_test:decides"
    done = goldsmith("run", "ab-test", "--llm", function, "--out", tmp_path / "run")
    assert done.code == 0, done.err
    assert "a is higher" in done.out
    assert "no person took part" in done.out
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())
    bought = summary["measured"]["metrics"][0]
    assert (bought["first"], bought["second"], bought["p"]) == (1, 0, 2 / 2**12)
    train = [json.loads(line) for line in (tmp_path / "run" / "train.jsonl").read_text().splitlines()]
    assert len(train) == 12 * 2 * 4 * 2
    assert {row["simulated"] for row in train} == {True}
    figures = figures_of((tmp_path / "run" / "report.html").read_text())
    assert {"table", "svg", "ul.bars", "dl.tiles", "div.rows"} == {kind for kind, _ in figures}
    assert [heading for _, heading in figures if "simulated" not in heading.casefold()] == []
