"""What accuracy costs with labeling functions, a model and people."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.goldsmith_recipes.conftest import SAMPLE
from typer.testing import CliRunner

from goldsmith.data import save_jsonl
from goldsmith_recipes.cli import app

COMMENTS = [json.loads(line) for line in SAMPLE.read_text().split("\n") if line]


def test_the_command_compares_all_mixes_and_recommends_one(goldsmith: Any, tmp_path: Path) -> None:
    # 50 rows, of which every second label is known.
    data = tmp_path / "comments.jsonl"
    save_jsonl(
        [
            {"text": row["text"], "gold": row["label"] if at % 2 == 0 else None}
            for at, row in enumerate(COMMENTS[:50])
        ],
        data,
    )
    out = tmp_path / "run"
    done = goldsmith("run", "cost", "--data", data, "--gold-column", "gold", "--setup-hours", 0, "--out", out)
    assert done.code == 0, done.err
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["rows"], summary["known"]) == (50, 25)
    assert "rows with the columns" in (out / "README.md").read_text()
    report = (out / "report.html").read_text()
    for name in ("people alone", "labeling functions", "functions and model", "a classifier of its labels"):
        assert name in report
    # The dearest mix worth its money is no dearer than all rows by people, at 0.10 each.
    assert 0 <= summary["front"][-1]["money"] <= 5
    assert summary["recommended"] in summary["front"]
    assert "Why: " in done.out


def test_a_preview_shows_who_says_what_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["preview", "cost", "--llm", "none", "--rows", "3"])
    assert done.exit_code == 0, done.output
    assert "│ spam  │ spam, ham │" in done.output  # "Follow me on Twitter": a link, and a short comment
    assert list(tmp_path.iterdir()) == []


def test_people_alone_are_recommended_where_functions_cost_more_than_they_save(tmp_path: Path) -> None:
    # 400 rows by people cost 40, the functions 100 before the first row.
    out = tmp_path / "run"
    told = ["--llm", "none", "--person-accuracy", "1", "--target", "0.99", "--out", str(out)]
    done = CliRunner().invoke(app, ["run", "cost", *told])
    assert done.exit_code == 0, done.output
    best = json.loads((out / "summary.json").read_text())["recommended"]
    assert (best["labeller"], best["share"], round(best["money"], 6)) == ("people alone", 1.0, 40.0)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (("--gold-column", "gold"), "20 are needed"),
        (("--llm", "none", "--gold-column", "gold"), "20 are needed"),
    ],
)
def test_too_few_known_labels_are_told(told: tuple[str, ...], message: str, tmp_path: Path) -> None:
    data = tmp_path / "few.jsonl"
    save_jsonl([{"text": row["text"], "gold": row["label"]} for row in COMMENTS[:5]], data)
    done = CliRunner().invoke(
        app, ["run", "cost", "--data", str(data), *told, "--out", str(tmp_path / "run")]
    )
    assert done.exit_code == 1
    assert message in done.output
