"""The step that marks near-duplicates, in a real pipeline and by itself."""

from pathlib import Path
from typing import Any

import pytest
from distilabel.steps import LoadDataFromDicts

from goldsmith.dedup import NearDuplicateIndex
from goldsmith.errors import InputError
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import ExactDuplicates, LengthFilter, NearDuplicates

ROWS = [
    {"id": "a", "text": "please write a short poem about the rain in april"},
    {"id": "b", "text": "Please write a short poem about the rain in May"},
    {"id": "c", "text": "what is the capital of france"},
    {"id": "d", "text": "please  write a short poem about the rain in APRIL"},
    {"id": "e", "text": "👍"},
    {"id": "f", "text": None},
]


def marked(rows: list[dict[str, Any]], **options: Any) -> dict[str, dict[str, Any]]:
    step = NearDuplicates(**options)
    step.load()
    return {row["id"]: row for row in next(step.process(rows))}


def test_a_row_dropped_before_is_no_reason_to_drop_another(tmp_path: Path) -> None:
    with (pipeline := Pipeline(name="near", cache_dir=tmp_path)):
        load = LoadDataFromDicts(data=ROWS, batch_size=2)
        load >> ExactDuplicates() >> LengthFilter(min_words=2) >> NearDuplicates()
    kept = pipeline.run(use_cache=False)["default"]["train"]
    rows = {row["id"]: row for row in [*kept, *pipeline.set_aside]}
    # a and b share 8 of the 10 pairs of words that they have together
    assert {key: (row["keep"], row["drop_reason"]) for key, row in rows.items()} == {
        "a": (True, None),
        "b": (False, "near-duplicate: of a (similarity 0.80)"),
        "c": (True, None),
        "d": (False, "duplicate: of a"),
        "e": (False, "length: 1 word, wanted at least 2"),
        "f": (False, "length: 0 characters, wanted at least 1"),
    }
    assert {key: row["duplicate_of"] for key, row in rows.items() if row["duplicate_of"]} == {
        "b": "a",
        "d": "a",
    }
    assert {key: row["similarity"] for key, row in rows.items() if row.get("similarity")} == {"b": 0.8}
    assert [rows[key].get("cluster") for key in "abcdef"] == ["a", "a", "c", "a", "e", "f"]
    assert {key: row["text"] for key, row in rows.items()} == {row["id"]: row["text"] for row in ROWS}


def test_the_row_with_the_highest_score_stays() -> None:
    rows = [row | {"score": score} for row, score in zip(ROWS, [1, 2.5, 9, None, 0, 0], strict=True)]
    found = marked(rows, score="score")
    assert [found[key]["duplicate_of"] for key in "abcd"] == ["b", None, None, "b"]
    assert found["d"]["cluster"] == "a"


def test_rows_of_different_groups_are_left_alone() -> None:
    rows = [row | {"language": language} for row, language in zip(ROWS, "xyxxxx", strict=True)]
    assert [marked(rows, group="language")[key]["duplicate_of"] for key in "abd"] == [None, None, "a"]


def test_several_columns_count_together() -> None:
    answers = ["it falls softly on the green fields of the north", "sunshine"]
    rows = [row | {"answer": answer} for row, answer in zip(ROWS[:2], answers, strict=True)]
    assert not marked(rows)["b"]["keep"]
    # 8 shared pairs of words of the prompts' 10, and none of the answers' 9 and 1: 8 of 20
    assert marked(rows, column=["text", "answer"])["b"]["keep"]
    assert marked(rows, column=["text", "answer"], threshold=0.4)["b"]["similarity"] == 0.4


def test_rows_like_those_of_another_data_set_are_dropped(tmp_path: Path) -> None:
    NearDuplicateIndex(tmp_path / "test").add(
        ["unlike", "Please write a short poem about the rain in April!"]
    )
    found = marked(ROWS, against=str(tmp_path / "test"))
    assert found["a"]["drop_reason"] == f"near-duplicate: of row 1 of {tmp_path / 'test'} (similarity 1.00)"
    assert [found[key]["keep"] for key in "abcd"] == [False, False, True, False]
    with pytest.raises(InputError, match="was made with"):
        marked(ROWS, against=str(tmp_path / "test"), shingle=1)


def test_an_index_knows_the_rows_of_earlier_runs(tmp_path: Path) -> None:
    folder = str(tmp_path / "index")
    assert [row["duplicate_of"] for row in marked(ROWS[:1], index=folder).values()] == [None]
    for _ in range(2):  # a run that is repeated
        found = marked(ROWS[1:], index=folder)
        assert found["b"]["drop_reason"] == "near-duplicate: of a (similarity 0.80)"
        assert {key: row["cluster"] for key, row in found.items()} == {
            "b": "a",
            "c": "c",
            "d": "a",
            "e": "e",
            "f": "f",
        }
    NearDuplicateIndex(tmp_path / "test").add(["What is the capital of France?"])
    both = marked([ROWS[2] | {"id": "g"}], index=folder, against=str(tmp_path / "test"))
    assert both["g"]["drop_reason"].startswith("near-duplicate: of row 0 of")


def test_no_rows_give_no_rows() -> None:
    assert marked([]) == {}


def test_the_step_survives_a_trip_through_yaml(tmp_path: Path) -> None:
    with (pipeline := Pipeline(name="near")):
        LoadDataFromDicts(data=ROWS) >> NearDuplicates(column=["text"], score="score", against="folder")
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    assert Pipeline.from_yaml(tmp_path / "pipeline.yaml").dump() == pipeline.dump()


def test_saved_pipelines_find_the_step_here() -> None:
    # A saved pipeline stores the defining file's module path: moving a step breaks users' YAML.
    assert NearDuplicates(name="n").dump()["type_info"] == {
        "module": "goldsmith_distilabel.curate.near_duplicates",
        "name": "NearDuplicates",
    }
