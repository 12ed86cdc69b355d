"""`goldsmith export`, on files and on what runs leave behind."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from goldsmith.data import save_dataset, save_jsonl
from goldsmith_recipes.cli import app
from goldsmith_recipes.run_folder import RunFolder

ORIGIN = {"technique": "Evol-Instruct", "model": "gpt-4o", "parents": [], "depth": 1}


def export(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run that kept two rows, of which its recipe trains on one, and dropped another."""
    folder = RunFolder(tmp_path / "run")
    chains = {"instruction": "2 + 2?", "question_id": "q", "chain": "Two and two.", "verified": True}
    kept = [
        chains | {"id": "a", "generation": "4", "response": "4", "final_answer": "4", "provenance": ORIGIN},
        {"id": "b", "instruction": "3 + 3?", "generation": "si"},
    ]
    wrong = chains | {
        "id": "c",
        "chain": "Two twos.",
        "response": "5",
        "final_answer": "5",
        "verified": False,
    }
    save_jsonl(kept, folder.rows)
    save_jsonl([wrong], folder.dropped)
    turns = [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}]
    save_jsonl([{"id": "a-0", "messages": turns}], folder.path / "train.jsonl")
    folder.save_json({"saved_as": "train", "counts": {"set_aside": {"unverified": 1}}}, folder.summary)
    return folder.path


def test_a_run_gives_what_its_recipe_trains_on_with_its_origin(run: Path, tmp_path: Path) -> None:
    done = export(run, "--out", tmp_path / "out", "--licence", "mit", "--language", "en")
    assert done.exit_code == 0, done.output
    assert "1 rows for sft" in done.output
    assert [row["id"] for row in read(tmp_path / "out" / "train.jsonl")] == ["a-0"]
    card = (tmp_path / "out" / "README.md").read_text()
    for told in (
        "| gpt-4o | 1 | 100.0% |",
        "- set aside, 1 rows: unverified",
        "OpenAI's terms",
        'license: "mit"',
    ):
        assert told in card


def test_pairs_of_chains_are_made_of_dropped_ones_too(run: Path, tmp_path: Path) -> None:
    done = export(run, "--as", "chain-dpo", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    (pair,) = read(tmp_path / "out" / "train.jsonl")
    assert "4" in pair["chosen"][0]["content"]
    assert "5" in pair["rejected"][0]["content"]


def test_labelled_texts_are_those_somebody_vouches_for(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    gold = [{"id": str(k), "text": f"text {k}", "final_label": "ham" if k % 2 else "spam"} for k in range(10)]
    save_dataset(gold, folder.gold)
    save_jsonl([*gold, {"id": "x", "text": "unsure", "final_label": "spam"}], folder.rows)
    folder.save_json({"counts": {"dropped": {}}}, folder.summary)
    done = export(folder.path, "--split", "test=0.2", "--split", "validation=0.1", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    sizes = {path.stem: len(read(path)) for path in (tmp_path / "out").glob("*.jsonl")}
    assert sizes == {"train": 7, "test": 2, "validation": 1}
    assert read(tmp_path / "out" / "train.jsonl")[0].keys() == {"id", "text", "label"}


def test_doctor_says_what_the_terms_of_a_run_forbid(run: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["doctor", str(run)])
    assert said.exit_code == 0, said.output
    assert "note terms of run: gpt-4o: OpenAI's terms forbid" in said.output
    assert "some sources name no licence" in said.output
    fine = RunFolder(tmp_path / "fine")
    save_jsonl([{"id": "a", "provenance": ORIGIN | {"model": "SmolLM2", "licence": "MIT"}}], fine.rows)
    assert "nothing that is known forbids" in CliRunner().invoke(app, ["doctor", str(fine.path)]).output
    nothing = CliRunner().invoke(app, ["doctor", str(tmp_path)])
    assert nothing.exit_code == 1
    assert "holds no run" in nothing.output


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["none.jsonl"], "none.jsonl does not exist"),
        (["RUN", "--as", "prm"], "no file of this run has rows for prm"),
        (["RUN", "--as", "alpaca"], "there is no form 'alpaca'"),
        (["RUN", "--split", "test"], "as test=0.1, got 'test'"),
        (["RUN", "--split", "test=0.5"], "too few to give"),
        (["RUN", "--label-column", "y"], "the form sft has no label"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = export(*(str(run) if one == "RUN" else one for one in options))
    assert done.exit_code == 1
    assert message in " ".join(done.output.split())
    assert not (tmp_path / "exports").exists()
