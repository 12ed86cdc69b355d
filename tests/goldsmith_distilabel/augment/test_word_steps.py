"""The steps that change words, in real pipelines, ours and the stock one, and what they do with options and odd rows."""

from pathlib import Path
from typing import Any

import pytest
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import LoadDataFromDicts
from pydantic import ValidationError
from tests.goldsmith_distilabel.augment.every_word_step import reviews

from goldsmith.augment import eda_defaults
from goldsmith.errors import InputError
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.augment import (
    CharacterNoise,
    EasyDataAugmentation,
    RandomPunctuation,
    TfIdfReplacement,
)

REVIEWS = reviews("w")
TEXT = "The old doctor quickly bought three big cars from Ada in a small village near the road."


def processed(step: Any, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    step.load()
    out = next(step.process([dict(row) for row in rows]))
    step.unload()
    return list(out)


@pytest.mark.parametrize("kind", [Pipeline, StockPipeline])
def test_steps_in_a_row_make_independent_variants_of_one_original(kind: Any, tmp_path: Path) -> None:
    with kind(name="words", cache_dir=tmp_path) as pipeline:
        (
            LoadDataFromDicts(data=REVIEWS, batch_size=3)
            >> EasyDataAugmentation(n_aug=2)
            >> RandomPunctuation()
            >> CharacterNoise()
            >> TfIdfReplacement()
        )
    rows = [*pipeline.run(use_cache=False)["default"]["train"], *getattr(pipeline, "set_aside", [])]
    given = {row["id"]: row["text"] for row in rows if not row["operation"]}
    assert given == {row["id"]: row["text"] for row in REVIEWS}
    made = [row for row in rows if row["operation"] and row["provenance"]["parents"] == ["w0"]]
    assert sorted(row["provenance"]["technique"] for row in made) == [
        "aeda",
        "character noise",
        "eda",
        "eda",
        "tf-idf",
    ]
    assert all(row["keep"] and row["text"] != given["w0"] for row in made)
    # "" has no words at all, "很好" none without a function that finds them; letters it has, but none of them is on the keyboard
    failed = [row for row in rows if row["provenance"]["parents"] == ["w3"]]
    assert len(failed) == 4
    assert all(
        not row["keep"] and row["drop_reason"].endswith("no word in it may be changed") for row in failed
    )
    assert sum("segment=" in row["drop_reason"] for row in rows) == 3


def test_alpha_and_n_aug_come_from_the_size_of_the_training_set() -> None:
    for rows in (500, 2000, 5000):
        made = processed(
            EasyDataAugmentation(training_rows=rows, keep_originals=False), {"id": "1", "text": TEXT}
        )
        assert len(made) == eda_defaults(rows)[1]


def test_rows_set_aside_or_made_before_only_pass() -> None:
    rows = [
        {"id": "1", "text": TEXT, "keep": False, "drop_reason": "early: yes"},
        {"id": "2", "text": TEXT, "operation": "other"},
    ]
    out = processed(RandomPunctuation(), *rows)
    assert [(row["id"], row["text"]) for row in out] == [("1", TEXT), ("2", TEXT)]
    assert out[0]["drop_reason"] == "early: yes"


def test_labels_and_spans_go_with_a_new_row() -> None:
    span = {"start": TEXT.index("Ada"), "end": TEXT.index("Ada") + 3, "label": "PER"}
    row = {"id": "1", "text": TEXT, "entities": [span], "label": "calm", "drop_reason": None}
    for step in (
        EasyDataAugmentation(spans_column="entities", alpha=0.5),
        RandomPunctuation(spans_column="entities"),
        CharacterNoise(spans_column="entities", rate=0.5),
        TfIdfReplacement(spans_column="entities"),
    ):
        given, *made = processed(
            step, row, *([{"id": "2", "text": "The big doctor"}] if step.name == "tf" else [])
        )
        assert given["drop_reason"] == ""
        assert made
        for new in made:
            (there,) = new["entities"]
            assert new["text"][there["start"] : there["end"]] == "Ada"
            assert new["label"] == "calm"


def test_a_corpus_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    file.write_text('{"text": "the film was fine"}\n{"text": "the book was dull"}\n')
    (made,) = processed(
        TfIdfReplacement(corpus=str(file), keep_originals=False), {"id": "1", "text": "was the film"}
    )
    # only "the" and "was" tell nothing of the file's texts, so they alone are replaced, and by each other
    assert made["text"].split()[2] == "film"
    assert set(made["text"].split()[:2]) <= {"the", "was"}


def test_a_script_without_blanks_is_cut_by_a_named_function() -> None:
    step = RandomPunctuation(segment="builtins:list", keep_originals=False, marks=["，"])
    (made,) = processed(step, {"id": "1", "text": "很好的电影"})
    assert made["text"].replace("，", "") == "很好的电影"
    assert "，" in made["text"]


def test_another_language_wants_its_wordnet(tmp_path: Path) -> None:
    file = tmp_path / "wn-data-fra.tab"
    file.write_text("1-n\tlemma\tvoiture\n1-n\tlemma\tauto\n")
    row = {"id": "1", "text": "la voiture est rouge"}
    step = EasyDataAugmentation(
        language="fr", wordnet=str(file), operations=["synonym replacement"], keep_originals=False
    )
    assert [made["text"] for made in processed(step, row)] == ["la auto est rouge"]
    with pytest.raises(InputError, match="read_wordnet"):
        processed(EasyDataAugmentation(language="fr"), row)


def test_fields_have_bounds() -> None:
    for kind, options in [
        (EasyDataAugmentation, {"alpha": 0}),
        (EasyDataAugmentation, {"operations": ["magic"]}),
        (CharacterNoise, {"keyboard": "dvorak"}),
        (TfIdfReplacement, {"p": 0}),
        (RandomPunctuation, {"n_aug": 0}),
    ]:
        with pytest.raises(ValidationError):
            kind(**options)
