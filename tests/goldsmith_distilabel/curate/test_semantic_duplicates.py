"""The step in a real pipeline; its docstring's example has the packaged encoder."""

import json
from pathlib import Path
from typing import Any

import pytest
from distilabel.models.embeddings.base import Embeddings
from distilabel.steps import LoadDataFromDicts
from pydantic import PrivateAttr, ValidationError

from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import SemanticDuplicates

TEXTS = {
    "a": "Give me three tips for better sleep.",
    "b": "List 3 pieces of advice on how to sleep better.",
    "c": "Give me ten tips for better sleep.",
    "d": "Sort the numbers in ascending order.",
    "e": "Sort the numbers in descending order.",
    "f": "",
    "g": None,
}


class ByTopic(Embeddings):
    """What is said of sleep lies in one direction, all else in another."""

    @property
    def model_name(self) -> str:
        return "by-topic"

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        return [[1.0, 0.0] if "sleep" in text else [0.0, 1.0] for text in inputs]


def rows() -> list[dict[str, Any]]:
    return [{"id": key, "text": text, "worth": ord(key)} for key, text in TEXTS.items()]


def test_one_of_two_twins_stays_and_no_look_alike_goes(tmp_path: Path) -> None:
    with Pipeline(name="semantic", cache_dir=tmp_path) as pipeline:
        LoadDataFromDicts(data=rows(), batch_size=2) >> SemanticDuplicates(
            embeddings=ByTopic(), score="worth"
        )
    distiset = pipeline.run(use_cache=False)
    found = {row["id"]: row for row in [*distiset["default"]["train"], *pipeline.set_aside]}
    assert {key: row["duplicate_of"] for key, row in found.items()} == dict.fromkeys(TEXTS) | {"a": "b"}
    assert found["a"]["drop_reason"] == "semantic duplicate: of b (cosine 1.00)"
    assert found["a"]["similarity"] == pytest.approx(1)
    assert [key for key, row in found.items() if not row["keep"]] == ["a"]


def test_vectors_that_are_there_and_another_set(tmp_path: Path) -> None:
    file = tmp_path / "test.jsonl"
    file.write_text(json.dumps({"question": "List 3 pieces of advice on how to sleep better."}))
    step = SemanticDuplicates(embeddings=ByTopic(), against=str(file), against_column="question")
    step.load()
    given = [rows()[0], rows()[2], rows()[3] | {"keep": False, "drop_reason": "early: yes"}]
    found = next(step.process(given))
    step.unload()
    assert [row["drop_reason"] for row in found] == [
        f"semantic duplicate: of row 0 of {file} (cosine 1.00)",
        None,
        "early: yes",
    ]
    assert [row["duplicate_of"] for row in found] == [None, None, None]
    own = SemanticDuplicates(vectors="v", language_column="language")
    own.load()
    told = [
        {"id": "1", "text": "Me gusta leer.", "v": [1.0, 0.0], "language": "es"},
        {"id": "2", "text": "No me gusta leer.", "v": [1.0, 0.0], "language": "es"},
        {"id": "3", "text": "Bana okumak", "v": [1.0, 0.0], "language": "tr"},
        {"id": "4", "text": "bana OKUMAK.", "v": [1.0, 0.0], "language": "tr"},
    ]
    assert [row["duplicate_of"] for row in next(own.process(told))] == [None, None, None, "3"]


def found_by(step: SemanticDuplicates, given: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    step.load()
    found = next(step.process(given))
    step.unload()
    return {row["id"]: row for row in found}


def test_an_index_knows_the_rows_of_earlier_runs(tmp_path: Path) -> None:
    file = tmp_path / "test.jsonl"
    file.write_text(json.dumps({"text": "Sort the numbers in ascending order!"}))
    options: dict[str, Any] = {"embeddings": ByTopic(), "index": str(tmp_path / "index")}
    found_by(SemanticDuplicates(**options), rows()[:1])
    for _ in range(2):
        found = found_by(SemanticDuplicates(**options, against=str(file)), rows()[1:])
        assert {key: row["duplicate_of"] for key, row in found.items()} == dict.fromkeys("bcdefg") | {
            "b": "a"
        }
        assert found["d"]["drop_reason"] == f"semantic duplicate: of row 0 of {file} (cosine 1.00)"
        assert {key: row["cluster"] for key, row in found.items()} == dict.fromkeys("bcdefg") | {
            "b": "a",
            "c": "c",
            "e": "e",
        }


def test_columns_count_together_and_groups_are_kept_apart() -> None:
    asked = {"a": TEXTS["a"], "b": TEXTS["a"], "c": "Give me 3 tips for better sleep!", "d": TEXTS["a"]}
    answers = {
        "a": "No screens at night.",
        "b": "Screens at night.",
        "c": "no screens at night",
        "d": "No screens at night.",
    }
    given = [{"id": key, "q": asked[key], "a": answers[key], "g": key == "d"} for key in asked]
    found = found_by(SemanticDuplicates(embeddings=ByTopic(), column=["q", "a"], group="g"), given)
    assert {key: row["cluster"] for key, row in found.items()} == {"a": "a", "b": "b", "c": "a", "d": "d"}


def test_the_step_survives_yaml(tmp_path: Path) -> None:
    with Pipeline(name="saved") as pipeline:
        LoadDataFromDicts(data=rows()) >> SemanticDuplicates(threshold=0.7)
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    assert Pipeline.from_yaml(tmp_path / "pipeline.yaml").dump() == pipeline.dump()
    assert (
        SemanticDuplicates(name="s").dump()["type_info"]["module"]
        == "goldsmith_distilabel.curate.semantic_duplicates"
    )


class Counted(ByTopic):
    """Notes which texts it was given."""

    _seen: list[str] = PrivateAttr(default_factory=list)

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        self._seen.extend(inputs)
        return super().encode(inputs)


def test_only_what_cheap_vectors_find_near_another_is_embedded(tmp_path: Path) -> None:
    given, dear, file = rows()[:4], Counted(), tmp_path / "known.jsonl"
    alone = found_by(SemanticDuplicates(embeddings=ByTopic()), given)
    assert found_by(SemanticDuplicates(embeddings=dear, recall=ByTopic()), given) == alone
    assert dear._seen == [TEXTS[key] for key in "abc"]  # "d" is the only one in its direction
    file.write_text(json.dumps({"text": TEXTS["b"]}) + '\n{"text": "Sort the words by ascending order."}')
    options = {"against": str(file), "against_column": "text"}
    alone = found_by(SemanticDuplicates(embeddings=ByTopic(), **options), given)
    assert found_by(SemanticDuplicates(embeddings=Counted(), recall=ByTopic(), **options), given) == alone
    with pytest.raises(ValidationError, match="recall saves embeddings"):
        SemanticDuplicates(recall=ByTopic(), index=str(tmp_path / "index"))
