"""Any texts become kept and dropped ones with reasons, and pages that say what the kept ones are worth."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from datasets import Dataset, DatasetDict, load_from_disk
from pyarrow import parquet
from typer.testing import CliRunner

from goldsmith.data import read_rows
from goldsmith.errors import InputError
from goldsmith_recipes import curate
from goldsmith_recipes.cli import app
from goldsmith_recipes.curate_options import CurateOptions
from goldsmith_recipes.generation_recipe import load_recipe, sample_path
from goldsmith_recipes.generation_run import run_generation
from goldsmith_recipes.run_folder import RunFolder

RECIPE = load_recipe("curate")


def run(raw: list[dict[str, Any]], options: CurateOptions, path: Path, column: str = "") -> RunFolder:
    folder = RunFolder(path)
    run_generation(RECIPE, RECIPE.rows(raw, options, "mine.jsonl", column), options, folder, lambda _: None)
    return folder


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    place = tmp_path_factory.mktemp("curate")
    items = place / "test.jsonl"
    items.write_text('{"question": "Which planet of our solar system has the shortest year?"}')
    raw = read_rows(sample_path(RECIPE), "text")
    return run(raw, CurateOptions(language="en", against=str(items)), place / "run")


def test_the_sample_shows_a_text_for_every_filter(finished: RunFolder) -> None:
    dropped = {
        row["id"]: row["drop_reason"].partition(":")[0] for row in finished.read_jsonl(finished.dropped)
    }
    assert dropped == {
        "text-02": "duplicate", "text-03": "near-duplicate", "text-07": "refusal", "text-08": "boilerplate",
        "text-09": "repetition", "text-12": "prompt leak", "text-13": "prompt leak", "text-14": "length", "text-15": "length",
        "text-19": "contamination", "text-21": "language", "text-22": "language", "text-23": "repetition",
        "text-25": "duplicate",
    }  # fmt: skip
    kept = {row["id"]: row["text"] for row in finished.read_jsonl(finished.rows)}
    assert len(kept) + len(dropped) == 26
    assert kept["text-10"].startswith("The café on")
    assert "<EMAIL>" in kept["text-11"]
    told = finished.read_json(finished.summary)["measured"]
    assert (told["kept_share"], told["rows_masked"]) == (12 / 26, 1)


def test_what_was_given_comes_out_again_without_the_filters_notes(finished: RunFolder) -> None:
    train = finished.read_jsonl(finished.path / "train.jsonl")
    assert {tuple(row) for row in train} == {("id", "shelf", "text", "language")}
    assert len(load_from_disk(str(finished.path / "train"))) == len(train) == 12
    quality = (finished.path / "quality.html").read_text()
    assert "12 rows of 26, column &#39;text&#39;" in quality
    assert "Before and after" in quality
    page = (finished.path / "contamination.html").read_text()
    assert "<mark>Which planet of our solar system has the shortest year</mark>" in page
    assert "Dropped, by filter" in finished.report.read_text()


def test_every_kind_of_file_is_read_alike(tmp_path: Path) -> None:
    rows = [
        {"id": str(n), "said": text}
        for n, text in enumerate(["Bees sleep in winter, and so do bears.", "Ähm, ja.", ""])
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with (tmp_path / "a.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["id", "said"])
        writer.writeheader()
        writer.writerows(rows)
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    Dataset.from_list(rows).save_to_disk(str(tmp_path / "folder"))
    DatasetDict({"train": Dataset.from_list(rows[:2]), "test": Dataset.from_list(rows[2:])}).save_to_disk(
        str(tmp_path / "splits")
    )
    for name in ("a.jsonl", "a.csv", "a.parquet", "folder", "splits"):
        assert read_rows(tmp_path / name, "said") == rows
    folder = run(read_rows(tmp_path / "folder", "said"), CurateOptions(), tmp_path / "run", "said")
    assert [row["text"] for row in folder.read_jsonl(folder.rows)] == [rows[0]["said"], rows[1]["said"]]
    assert not (folder.path / "contamination.html").exists()  # nothing was looked for


def test_rows_of_different_columns_keep_them(tmp_path: Path) -> None:
    raw = [{"text": "Bees sleep in winter.", "a": 1}, {"text": "Bears sleep as well, some say.", "b": "x"}]
    folder = run(raw, CurateOptions(), tmp_path)
    train = folder.read_jsonl(folder.path / "train.jsonl")
    assert [(row["a"], row["b"]) for row in train] == [(1, None), (None, "x")]


def test_what_cannot_be_begun_with_is_refused(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": "x"}]
    with pytest.raises(InputError, match="a code such as en or de here, got 'German'"):
        curate.build(rows, CurateOptions(language="German"), None)
    with pytest.raises(InputError, match="give each with --topic"):
        curate.build(rows, CurateOptions(deny=("sports",)), None)
    with pytest.raises(InputError, match="is a folder, and none that datasets saved"):
        read_rows(tmp_path, "text")


def test_a_later_run_knows_the_rows_of_an_earlier_one(tmp_path: Path) -> None:
    options = CurateOptions(index=str(tmp_path / "index"), group="shelf", scores=("worth",))
    rows: list[dict[str, Any]] = [
        {"id": "a", "text": "Tomatoes want six hours of sun a day.", "shelf": "garden", "worth": 1},
        {"id": "b", "text": "Tomatoes want six hours of sun a day!", "shelf": "garden", "worth": 2},
        {"id": "c", "text": "Tomatoes want six hours of sun a day.", "shelf": "kitchen", "worth": 0},
        {"id": "d", "text": "You are such a moron, go away.", "shelf": "kitchen", "worth": 9},
    ]
    first = run(rows, options, tmp_path / "first")
    assert [row["id"] for row in first.read_jsonl(first.rows)] == ["b", "c"]
    told = {row["id"]: row["drop_reason"] for row in first.read_jsonl(first.dropped)}
    assert told["a"] == "near-duplicate: of b (similarity 1.00)"
    assert told["d"].startswith("toxicity: insult")
    more = [
        rows[0] | {"id": "e"},
        {"id": "f", "text": "Bats find moths by the echo.", "shelf": "garden", "worth": 0},
    ]
    second = run(more, options, tmp_path / "second")
    assert [row["id"] for row in second.read_jsonl(second.rows)] == ["f"]
    assert [row["duplicate_of"] for row in second.read_jsonl(second.dropped)] == ["b"]


def test_every_option_has_its_step() -> None:
    def steps(**told: Any) -> dict[str, Any]:
        pipeline = curate.build([{"id": "1", "text": "x"}], CurateOptions(**told), None)
        return {name: pipeline.dag.get_step(name)["step"] for name in pipeline.dag}

    plain = steps()
    assert [*plain] == ["texts", "encoding", "length", "repetition", "refusals", "leaks", "toxicity", "personal", "copies", "near"]  # fmt: skip
    assert "toxicity" not in steps(toxicity="off")
    topics = steps(topics=("cooking: recipes, food", "sports"), allow=("cooking",), deny=("sports",))[
        "topics"
    ]
    assert (topics.topics, topics.allow, topics.deny) == (
        {"cooking": "recipes, food", "sports": ""}, ["cooking"], ["sports"]
    )  # fmt: skip
    chosen = steps(
        semantic=True, budget=5, scores=("worth", "depth"), balance="shelf", group="shelf", index="i"
    )
    selection = chosen["selection"]
    assert (selection.budget, selection.scores, selection.balance) == (5, ["worth", "depth"], "shelf")
    meaning = chosen["meaning"]
    assert (meaning.group, meaning.score, meaning.index) == ("shelf", "worth", str(Path("i", "meaning")))
    assert chosen["near"].index == str(Path("i", "near"))
    assert [*chosen][-4:] == ["copies", "near", "meaning", "selection"]


def test_perplexity_is_measured_before_and_after_where_it_is_asked_for() -> None:
    said = [
        "Once upon a time there was a little girl who lived in a small house near the forest.",
        "If you want to sort a list in Python, call its sort method.",
    ]
    given = [{"text": text} for text in said + [" ".join(sorted(text.split())) for text in said * 4]]
    rows = [row | {"keep": at < 2} for at, row in enumerate(given)]
    page = RECIPE.pages["quality.html"](given, rows, CurateOptions(perplexity=2, language="en"))
    assert page is not None
    told = {row[0]: row[1:3] for row in page.sections[1].rows}  # type: ignore[attr-defined]
    before, after = (float(value.split(" ")[0].replace(",", "")) for value in told["naturalness: perplexity"])
    assert before > after > 1
    assert "naturalness: LIX" in told  # the language is known
    page = RECIPE.pages["quality.html"](given, rows, CurateOptions())
    assert "naturalness: perplexity" not in {row[0] for row in page.sections[1].rows}  # type: ignore[union-attr]


def test_the_command_passes_the_options_on(tmp_path: Path) -> None:
    options = [
        "--deny",
        "sports",
        "--budget",
        "3",
        "--score",
        "worth",
        "--balance",
        "shelf",
        "--toxicity",
        "off",
    ]
    done = CliRunner().invoke(app, ["run", "curate", *options, "--out", str(tmp_path / "run")])
    assert (done.exit_code, "give each with --topic" in done.output) == (1, True)
    done = CliRunner().invoke(app, ["preview", "curate", "--rows", "2", "--language", "German"])
    assert (done.exit_code, "such as en or de here, got 'German'" in done.output) == (1, True)
