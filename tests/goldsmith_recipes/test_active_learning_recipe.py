"""Rows are chosen batch by batch, by simulated reviewers or by a file that people fill in."""

import json
from pathlib import Path
from typing import Any

import pytest
from datasets import load_from_disk
from tests.goldsmith_recipes.conftest import SAMPLE
from typer.testing import CliRunner

from goldsmith.data import save_jsonl
from goldsmith.errors import InputError
from goldsmith_recipes.active_learning import ActiveOptions, next_batch
from goldsmith_recipes.active_simulation import simulate
from goldsmith_recipes.cli import app
from goldsmith_recipes.export_rows import rows_to_export
from goldsmith_recipes.run_folder import RunFolder

COMMENTS = [json.loads(line) for line in SAMPLE.read_text().split("\n") if line]


def test_the_command_buys_labels_and_shows_the_curve_against_random(goldsmith: Any, tmp_path: Path) -> None:
    done = goldsmith("run", "active-learning", "--out", tmp_path / "run", "--labels", 30)
    assert done.code == 0, done.err
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())
    assert summary["labelled"] == [25, 30]
    assert summary["simulated_reviews"] is True
    assert set(summary["accuracy"]) == {"margin_clusters", "random"}
    assert summary["accuracy"]["margin_clusters"][-1] > 0.7
    gold = load_from_disk(str(tmp_path / "run" / "gold"))
    assert len(gold) == len(set(gold["id"])) == 30
    assert set(gold["decided_by"]) == {"simulated reviewer"}
    card = (tmp_path / "run" / "README.md").read_text()
    assert "SIMULATED" in card
    assert "| CC BY 4.0 | 30 | 100.0% |" in card
    assert "- human: 100.0%" in card
    report = (tmp_path / "run" / "report.html").read_text()
    assert "SIMULATED" in report
    assert "Learning curve" in report
    assert "simulated reviewers" in done.out


def test_the_same_seed_buys_the_same_rows_and_no_error_means_known_labels(tmp_path: Path) -> None:
    options = ActiveOptions(labels=20, batch=20, error_rate=0.0, runs=1)
    found = []
    for name in ("one", "two"):
        folder = RunFolder(tmp_path / name)
        folder.path.mkdir()
        simulate(COMMENTS, "text", options, folder)
        found.append(folder.read_jsonl(folder.rows))
    assert found[0] == found[1]
    known = {row["text"]: row["label"] for row in COMMENTS}
    assert all(row["label"] == known[row["text"]] for row in found[0])


def test_answers_in_the_file_are_kept_and_other_rows_are_asked_next(tmp_path: Path) -> None:
    folder, options = RunFolder(tmp_path), ActiveOptions(batch=10)
    texts = [{"text": row["text"]} for row in COMMENTS[:120]]
    known = {row["text"]: row["label"] for row in COMMENTS}
    asked: list[str] = []
    for turn in range(3):
        summary = next_batch(texts, "text", options, folder)
        assert (summary["labelled"], summary["to_label"]) == (10 * turn, 10)
        batch = folder.read_jsonl(tmp_path / "to_label.jsonl")
        assert [row["select_rank"] for row in batch] == list(range(1, 11))
        asked += [row["id"] for row in batch]
        save_jsonl([row | {"label": known[row["text"]]} for row in batch], tmp_path / "to_label.jsonl")
    assert len(set(asked)) == 30
    rows = folder.read_jsonl(folder.rows)
    assert all(0.5 <= row["confidence"] <= 1 for row in rows)
    assert len(folder.read_jsonl(tmp_path / "answers.jsonl")) == 20
    # What is labelled is data to train on, with its card, and goldsmith export finds it.
    found, form, _ = rows_to_export(tmp_path)
    assert (len(found), form) == (20, "classification")
    assert "20 rows with the columns" in folder.card.read_text()


def test_a_preview_shows_what_would_be_asked_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "few.jsonl"
    save_jsonl([{"text": f"#{at:02} {row['text']}"} for at, row in enumerate(COMMENTS[:30])], data)
    done = CliRunner().invoke(app, ["preview", "active-learning", "--data", str(data), "--rows", "4"])
    assert done.exit_code == 0, done.output
    assert sum(f"#{at:02}" in done.output for at in range(30)) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["few.jsonl"]


def test_a_simulation_without_known_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="needs a label in 'label' of every row"):
        simulate([{"text": f"text {n}"} for n in range(30)], "text", ActiveOptions(), RunFolder(tmp_path))
