"""Files that a step names count, and words that only look like files do not."""

import os
from pathlib import Path
from typing import Any

import pytest
from distilabel.steps import (
    LoadDataFromDicts,
    LoadDataFromFileSystem,
    Step,
    StepInput,
)
from distilabel.typing import StepOutput

from goldsmith_distilabel.pipeline.fingerprint import step_fingerprint


class Holder(Step):
    """A step with a field of any kind."""

    value: Any = None
    note: str = ""

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield rows


def held(value: Any) -> str:
    return step_fingerprint(Holder(value=value))


def test_a_file_that_a_field_names_counts_by_its_contents(tmp_path: Path) -> None:
    prompt = tmp_path / "prompt.txt"
    for value in (prompt, str(prompt), [str(prompt)], {"train": [str(prompt)]}):
        prompt.write_text("Rate it.")
        before = held(value)
        os.utime(prompt, (1, 1))
        assert held(value) == before
        prompt.write_text("Rate it!")
        assert held(value) != before


def test_a_large_file_counts_by_its_size_and_time(tmp_path: Path) -> None:
    weights = tmp_path / "model.gguf"
    with weights.open("wb") as file:
        file.truncate((64 << 20) + 1)
    before = held(str(weights))
    assert held(str(weights)) == before
    os.utime(weights, (1, 1))
    assert held(str(weights)) != before


def test_a_folder_counts_by_what_is_listed_in_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "rows.jsonl").write_text('{"a": 1}\n')
    before = held(tmp_path)
    (tmp_path / "deep" / ".hidden").touch()
    assert held(tmp_path) == before == held(Path(str(tmp_path)))
    (tmp_path / "deep" / "more.jsonl").touch()
    assert held(tmp_path) != before


def test_a_loaders_files_count_wildcards_too(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    for named in (rows, tmp_path, tmp_path / "*.jsonl"):
        rows.write_text('{"a": 1}\n')
        before = step_fingerprint(LoadDataFromFileSystem(data_files=str(named), filetype="json"))
        rows.write_text('{"a": 123}\n')
        after = step_fingerprint(LoadDataFromFileSystem(data_files=str(named), filetype="json"))
        assert before != after


def test_a_word_that_happens_to_name_a_folder_is_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = step_fingerprint(Holder(note="text"))
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "journal").touch()
    assert step_fingerprint(Holder(note="text")) == before


def test_rows_that_name_files_are_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = [{"file": "notes.txt"}]
    before = step_fingerprint(LoadDataFromDicts(data=data))
    Path("notes.txt").write_text("new")
    assert step_fingerprint(LoadDataFromDicts(data=data)) == before
