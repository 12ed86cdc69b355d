"""A selection as a step: the best, unlike each other, balanced, with a reason for all others."""

import math
from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import SelectDiverse

ROWS = [
    {"id": "a", "text": "How do bees sleep?", "quality": 5.0, "complexity": 4.0, "language": "en", "v": [1.0, 0.0]},
    {"id": "b", "text": "How do bees sleep at all?", "quality": 5.0, "complexity": 3.0, "language": "en", "v": [1.0, 0.1]},
    {"id": "c", "text": "Write a sonnet about rain.", "quality": 2.0, "complexity": 2.0, "language": "en", "v": [0.0, 1.0]},
    {"id": "d", "text": "Wie schlafen Bienen?", "quality": 1.0, "complexity": 1.0, "language": "de", "v": [-1.0, 0.0]},
    {"id": "e", "text": "Sort the list.", "quality": None, "complexity": 3.0, "language": "en", "v": [0.0, -1.0]},
]  # fmt: skip
BOTH = ["quality", "complexity"]


def process(step: SelectDiverse, rows: list[dict[str, Any]] = ROWS) -> dict[str, dict[str, Any]]:
    step.load()
    found = next(step.process(rows))
    step.unload()
    return {row["id"]: row for row in found}


def test_every_row_that_is_not_kept_says_why(tmp_path: Path) -> None:
    with Pipeline(name="selection", cache_dir=tmp_path) as pipeline:
        LoadDataFromDicts(data=ROWS, batch_size=2) >> SelectDiverse(budget=2, scores=BOTH, vectors="v")
    distiset = pipeline.run(use_cache=False)
    rows = {row["id"]: row for row in [*distiset["default"]["train"], *pipeline.set_aside]}
    assert {name: row["drop_reason"] for name, row in rows.items()} == {
        "a": None,
        "b": "selection: too near a (cosine 1.00)",  # 1 / sqrt(1.01) = .995
        "c": None,
        "d": "selection: beyond the budget of 2",
        "e": "selection: no number in quality, complexity",
    }
    assert rows["b"]["selection_score"] == 15.0


def test_a_balanced_selection_has_the_small_language_too() -> None:
    rows = process(SelectDiverse(budget=2, scores=BOTH, vectors="v", balance="language"))
    assert [name for name, row in rows.items() if row["keep"]] == ["a", "d"]


def test_rows_dropped_earlier_take_no_place_and_stand_in_no_one_s_way() -> None:
    early = ROWS[0] | {"keep": False, "drop_reason": "early: yes"}
    rows = process(SelectDiverse(budget=2, scores=BOTH, vectors="v"), [early, *ROWS[1:]])
    assert [name for name, row in rows.items() if row["keep"]] == ["b", "c"]
    assert rows["a"]["drop_reason"] == "early: yes"
    assert math.isnan(rows["a"]["selection_score"])
    assert process(SelectDiverse(budget=2, vectors="v"), [early])["a"]["drop_reason"] == "early: yes"


def test_without_scores_the_seed_decides() -> None:
    def kept(seed: int) -> list[str]:
        step = SelectDiverse(budget=2, vectors="v", most_similar=1, seed=seed)
        return [name for name, row in process(step).items() if row["keep"]]

    assert kept(0) == kept(0)
    assert len({tuple(kept(seed)) for seed in range(9)}) > 1


def test_texts_are_embedded_by_the_packaged_model() -> None:
    rows = process(SelectDiverse(budget=9, scores=["complexity"]))
    assert [name for name, row in rows.items() if row["keep"]] == ["a", "c", "d", "e"]


def test_a_saved_pipeline_finds_the_step(tmp_path: Path) -> None:
    with Pipeline(name="saved") as pipeline:
        LoadDataFromDicts(data=ROWS) >> SelectDiverse(budget=2, scores=BOTH, balance="language")
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    again = Pipeline.from_yaml(tmp_path / "pipeline.yaml")
    assert again.dump() == pipeline.dump()
    (step,) = [again.dag.get_step(name)["step"] for name in again.dag if "select" in name]
    assert step.dump()["type_info"]["module"] == "goldsmith_distilabel.curate.select_diverse"
