"""The first curation steps in a real pipeline."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from distilabel.steps import LoadDataFromDicts

from goldsmith.errors import InputError
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import ExactDuplicates, LanguageFilter, LengthFilter

TEXTS = {
    "a": "I have listened to this song every single day since last summer",
    "b": "i have listened to this  song every single day since last SUMMER",
    "c": "ok",
    "d": "Essa música é a melhor que eu já ouvi em toda a minha vida inteira",
    "e": "",
    "f": "<script>alert('x')</script> {{ 7 * 7 }} a\u0000b 👩‍👩‍👧 شكرا",
}
EXPECTED = {
    "a": None,
    "b": "duplicate: of a",
    "c": "length: 1 word, wanted at least 2",
    "d": "language: pt",
    "e": "length: 0 characters, wanted at least 1",
    "f": None,
}


def build(pipeline: Any) -> Any:
    with pipeline:
        load = LoadDataFromDicts(
            data=[{"id": key, "text": text} for key, text in TEXTS.items()], batch_size=2
        )
        (
            load
            >> ExactDuplicates()
            >> LengthFilter(min_words=2, input_batch_size=2)
            >> LanguageFilter(input_batch_size=2)
        )
    return pipeline


def test_each_row_comes_out_once_with_its_text_untouched_and_the_first_reason(
    tmp_path: Path,
) -> None:
    pipeline = build(Pipeline(name="curate", cache_dir=tmp_path))
    distiset = pipeline.run(use_cache=False)
    rows = {row["id"]: row for row in [*distiset["default"]["train"], *pipeline.set_aside]}
    assert {key: row["text"] for key, row in rows.items()} == TEXTS
    for key, reason in EXPECTED.items():
        assert rows[key]["keep"] is (reason is None)
        assert (rows[key]["drop_reason"] or "").startswith(reason or "")
        assert (rows[key]["drop_reason"] is None) is (reason is None)


def test_the_steps_survive_a_trip_through_yaml(tmp_path: Path) -> None:
    pipeline = build(Pipeline(name="curate"))
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    again = Pipeline.from_yaml(tmp_path / "pipeline.yaml")
    assert again.dump() == pipeline.dump()


def test_tokens_are_counted_by_the_tokenizer_that_is_named() -> None:
    step = pickle.loads(pickle.dumps(LengthFilter(tokenizer="shlex:split", min_tokens=2, max_tokens=3)))
    step.load()
    rows = next(step.process([{"text": text} for text in ("one", "one 'and two'", "a b c d", None)]))
    step.unload()
    assert [row["drop_reason"] for row in rows] == [
        "length: 1 token, wanted at least 2", None, "length: 4 tokens, wanted at most 3", "length: 0 characters, wanted at least 1"
    ]  # fmt: skip
    with pytest.raises(InputError, match="want a tokenizer"):
        LengthFilter(max_tokens=9).load()


def test_saved_pipelines_find_the_steps_here() -> None:
    # A saved pipeline stores the defining file's module path: moving a step breaks users' YAML.
    modules = {
        step(name="s").dump()["type_info"]["module"]
        for step in (ExactDuplicates, LanguageFilter, LengthFilter)
    }
    assert modules == {
        "goldsmith_distilabel.curate.exact_duplicates",
        "goldsmith_distilabel.curate.language_filter",
        "goldsmith_distilabel.curate.length_filter",
    }


def test_the_judge_is_found_among_the_filters_too() -> None:
    from goldsmith_distilabel import curate, simulate

    assert (curate.RubricJudge, curate.Criterion) == (simulate.RubricJudge, simulate.Criterion)
    assert not hasattr(curate, "Judge")
