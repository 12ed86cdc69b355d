"""A small labelled set grows by what helped on parts of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from datasets import load_from_disk
from tests.goldsmith_recipes.conftest import SAMPLE

from goldsmith.data import save_jsonl
from goldsmith.errors import InputError
from goldsmith_recipes.augment import AugmentOptions, taken_rows, techniques
from goldsmith_recipes.augment_trial import held_out_scores

COMMENTS = [json.loads(line) for line in SAMPLE.read_text().split("\n") if line]


def rows_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_the_command_makes_rows_that_know_their_originals_and_keeps_the_held_out_ones_out(
    goldsmith: Any, tmp_path: Path
) -> None:
    given, held_out = tmp_path / "given.csv", tmp_path / "held_out.jsonl"
    save_jsonl(
        [{"comment": row["text"], "kind": row["label"]} for row in COMMENTS[300:360]],
        tmp_path / "given.jsonl",
    )
    given.write_text(
        "comment,kind\n"
        + "".join(
            '"{}",{}\n'.format(row["text"].replace('"', '""'), row["label"]) for row in COMMENTS[300:360]
        )
    )
    save_jsonl([{"comment": row["text"], "kind": row["label"]} for row in COMMENTS[360:]], held_out)
    out = tmp_path / "run"
    told = ("--text-column", "comment", "--label-column", "kind", "--against", held_out, "--out", out)
    done = goldsmith("run", "augment", "--data", given, *told)
    assert done.code == 0, done.err
    assert "1/3 Look: 60 rows" in done.out
    summary = json.loads((out / "summary.json").read_text())
    rows, refused = rows_of(out / "rows.jsonl"), rows_of(out / "dropped.jsonl")
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows) == summary["counts"]["training"]
    new = [row for row in rows if row["operation"]]
    assert len(new) == summary["counts"]["new"]
    for row in new:
        (parent,) = row["provenance"]["parents"]
        assert by_id[parent]["label"] == row["label"]
        assert by_id[parent]["text"] == row["original"]
    assert all(row["drop_reason"] for row in refused)
    assert not {row["text"] for row in new} & {row["text"] for row in COMMENTS[360:]}
    assert len(load_from_disk(str(out / "train"))) == len(rows)
    assert set(summary["tested"]) == {"originals", "with new rows"}
    assert summary["trials"][0]["technique"] == ""
    assert '"train", "path": "train.jsonl"' in (out / "README.md").read_text()
    report = (out / "report.html").read_text()
    assert "What was tried" in report
    assert summary["reason"].split(":")[0] in done.out
    assert done.out.count("    -> ") == 3


def test_the_preview_shows_each_technique_and_writes_nothing(goldsmith: Any, tmp_path: Path) -> None:
    done = goldsmith("preview", "augment", "--rows", 1)
    assert done.code == 0, done.err
    for name in ("near words", "AEDA", "EDA"):
        assert name in done.out
    assert not list(tmp_path.iterdir())


def test_other_languages_get_techniques_that_need_no_english() -> None:
    for technique in techniques("de"):
        (made,) = technique.make(["Der Film war wirklich gut."], ["gut"], [2], 0)
        assert [one.reason for one in made] == ["", ""]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ([{"text": "a"}], "row 1 has no label"),
        ([{"text": " ", "label": "x"}], "row 1 has no text"),
    ],
)
def test_a_row_without_text_or_label_is_told(raw: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(InputError, match=told):
        taken_rows(raw, AugmentOptions())


def test_a_label_that_cannot_be_learnt_is_told() -> None:
    rows = taken_rows(COMMENTS[:20], AugmentOptions())
    with pytest.raises(InputError, match="no row to train on has the label 'eggs'"):
        held_out_scores(rows, [], [{"text": "x", "label": "eggs"}])
