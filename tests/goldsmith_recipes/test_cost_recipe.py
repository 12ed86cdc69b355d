"""What accuracy costs with labeling functions, a model and people."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.goldsmith_recipes.conftest import SAMPLE

from goldsmith.data import save_jsonl

COMMENTS = [json.loads(line) for line in SAMPLE.read_text().split("\n") if line]


def test_the_command_compares_all_mixes_and_recommends_one(goldsmith: Any, tmp_path: Path) -> None:
    # 120 rows, of which every third label is known.
    data = tmp_path / "comments.jsonl"
    save_jsonl(
        [
            {"text": row["text"], "gold": row["label"] if at % 3 == 0 else None}
            for at, row in enumerate(COMMENTS[:120])
        ],
        data,
    )
    out = tmp_path / "run"
    done = goldsmith("run", "cost", "--data", data, "--gold-column", "gold", "--setup-hours", 0, "--out", out)
    assert done.code == 0, done.err
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["rows"], summary["known"]) == (120, 40)
    assert "rows with the columns" in (out / "README.md").read_text()
    report = (out / "report.html").read_text()
    for name in ("people alone", "labeling functions", "functions and model", "a classifier of its labels"):
        assert name in report
    # The dearest mix worth its money is no dearer than all rows by people, at 0.10 each.
    assert 0 <= summary["front"][-1]["money"] <= 12
    assert summary["recommended"] in summary["front"]
    assert "Why: " in done.out


def test_people_alone_are_recommended_where_functions_cost_more_than_they_save(
    goldsmith: Any, tmp_path: Path
) -> None:
    # 400 rows by people cost 40, the functions 100 before the first row.
    out = tmp_path / "run"
    done = goldsmith("run", "cost", "--llm", "none", "--person-accuracy", 1, "--target", 0.99, "--out", out)
    assert done.code == 0, done.err
    best = json.loads((out / "summary.json").read_text())["recommended"]
    assert (best["labeller"], best["share"], round(best["money"], 6)) == ("people alone", 1.0, 40.0)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (("--gold-column", "gold"), "20 are needed"),
        (("--llm", "none", "--gold-column", "gold"), "20 are needed"),
    ],
)
def test_too_few_known_labels_are_told(
    told: tuple[str, ...], message: str, goldsmith: Any, tmp_path: Path
) -> None:
    data = tmp_path / "few.jsonl"
    save_jsonl([{"text": row["text"], "gold": row["label"]} for row in COMMENTS[:5]], data)
    done = goldsmith("run", "cost", "--data", data, *told, "--out", tmp_path / "run")
    assert done.code == 1
    assert message in done.err
