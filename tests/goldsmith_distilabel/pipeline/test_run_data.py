"""The dataset on disk: whole rows, one schema, and a word on whether it is all there."""

import json
from pathlib import Path

import pytest
from datasets import Value

from goldsmith.errors import PipelineError
from goldsmith_distilabel.pipeline.run_data import RunData

FAILED = {"n": 3, "error": {"step": "s", "kind": "k", "message": "m", "raw_output": None}}
DROPPED = {"n": 4, "keep": False, "drop_reason": "odd: 4"}


def test_columns_that_come_late_or_change_their_order_are_kept(tmp_path: Path) -> None:
    data = RunData(tmp_path)
    batches = [[{"n": 1, "note": None}], [{"note": "late", "n": 2, "more": [1.5]}], [{"n": 3, "note": "x"}]]
    data.write({"leaf": batches}, {"leaf": ["n"]})
    rows = data.distiset(["leaf"], metadata=False)["default"]["train"]
    assert rows["note"][:] == [None, "late", "x"]
    assert rows["more"][:] == [None, [1.5], None]


def test_whole_numbers_and_fractions_become_one_column(tmp_path: Path) -> None:
    data = RunData(tmp_path)
    data.write({"leaf": [[{"score": 1}], [{"score": 0.5}], [{"score": None}]]}, {"leaf": []})
    rows = data.distiset(["leaf"], metadata=False)["default"]["train"]
    assert (rows["score"][:], rows.features["score"]) == ([1.0, 0.5, None], Value("float64"))


def test_nested_columns_grow(tmp_path: Path) -> None:
    data = RunData(tmp_path)
    data.write({"leaf": [[{"told": {"a": 1}}], [{"told": {"b": "x"}}]]}, {"leaf": []})
    rows = data.distiset(["leaf"], metadata=False)["default"]["train"]
    assert rows["told"][:] == [{"a": 1, "b": None}, {"a": None, "b": "x"}]


def test_values_without_a_common_type_are_told_with_their_column(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"step 'leaf' cannot be one table.*score"):
        RunData(tmp_path).write({"leaf": [[{"score": 1}], [{"score": "high"}]]}, {"leaf": []})
    with pytest.raises(PipelineError, match="column 'score' holds int and str"):
        RunData(tmp_path).write({"leaf": [[{"score": 1}, {"score": "high"}]]}, {"leaf": []})


def test_rows_set_aside_are_beside_the_dataset_once(tmp_path: Path) -> None:
    data = RunData(tmp_path)
    leaves = {"a": [[{"n": 1}, DROPPED]], "b": [[FAILED, {"n": 2}, DROPPED]]}
    assert data.write(leaves, {"a": [], "b": []}) == [DROPPED, FAILED]
    assert data.set_aside() == [DROPPED, FAILED]
    sets = data.distiset(["a", "b"], metadata=False)
    assert {name: part["train"]["n"][:] for name, part in sets.items()} == {"a": [1], "b": [2]}


def test_no_row_at_all_is_an_empty_dataset_with_its_columns(tmp_path: Path) -> None:
    data = RunData(tmp_path)
    data.write({"leaf": [[DROPPED]]}, {"leaf": ["n", "label"]})
    rows = data.distiset(["leaf"], metadata=False)["default"]["train"]
    assert (len(rows), rows.column_names) == (0, ["n", "label"])


def test_half_characters_do_not_stop_a_run_at_its_end(tmp_path: Path) -> None:
    data = RunData(tmp_path)
    data.write({"leaf": [[{"text": "a\ud800b"}, {**FAILED, "text": "\udfff"}]]}, {"leaf": []})
    assert data.distiset(["leaf"], metadata=False)["default"]["train"]["text"][:] == ["a�b"]
    assert data.set_aside()[0]["text"] == "\udfff"


def test_only_a_whole_run_is_final(tmp_path: Path) -> None:
    data = RunData(tmp_path)
    assert not data.is_final()
    data.write({"leaf": [[{"n": 1}]]}, {"leaf": []})
    assert not data.is_final()
    data.complete(["leaf"], worth_another_try=0)
    assert data.is_final()
    data.begin()
    assert not data.is_final()


@pytest.mark.parametrize("name", ["leaf/data.arrow", "set_aside.jsonl"])
def test_a_file_that_changed_since_is_noticed(tmp_path: Path, name: str) -> None:
    data = RunData(tmp_path)
    data.write({"leaf": [[{"n": 1}]]}, {"leaf": []})
    data.complete(["leaf"], worth_another_try=0)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-1] + b"!")
    assert not data.is_final()
    (tmp_path / name).unlink()
    assert not data.is_final()


def test_rows_worth_another_try_keep_a_run_from_being_final(tmp_path: Path) -> None:
    data = RunData(tmp_path)
    data.write({"leaf": [[{"n": 1}]]}, {"leaf": []})
    data.complete(["leaf"], worth_another_try=2)
    assert not data.is_final()


@pytest.mark.parametrize("told", ["", "[]", "null", '{"files": {}}', json.dumps({"worth_another_try": 0})])
def test_a_strange_note_is_no_proof_of_completeness(tmp_path: Path, told: str) -> None:
    (tmp_path / "complete.json").write_text(told)
    assert not RunData(tmp_path).is_final()
