"""The step against evaluation sets, in real pipelines."""

import json
import pickle
from pathlib import Path

import pytest
from distilabel.models.embeddings.base import Embeddings
from distilabel.steps import LoadDataFromDicts

from goldsmith.errors import InputError
from goldsmith.quality import contamination_page
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import Decontaminate

ASKED = [
    "Which river flows through Vienna, Budapest and Belgrade before it ends?",
    "Who painted the Mona Lisa?",
]
TEXTS = {
    "copy": f"Quiz! {ASKED[0].lower()} The Danube.",
    "twin": "Which artist created the Mona Lisa?",
    "other": "Which river flows through Rome?",
    "missing": None,
}


class Marked(Embeddings):
    """Texts with Lisa in them lie in one direction, all others in another."""

    @property
    def model_name(self) -> str:
        return "marked"

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        return [[1.0, 0.0] if "Lisa" in text else [0.0, 1.0] for text in inputs]


@pytest.fixture
def test_set(tmp_path: Path) -> str:
    file = tmp_path / "test.jsonl"
    file.write_text("".join(json.dumps({"question": text}) + "\n" for text in ASKED))
    return str(file)


def test_copies_and_paraphrases_come_out_marked_with_all_that_a_report_needs(
    test_set: str, tmp_path: Path
) -> None:
    with Pipeline(name="decontaminate", cache_dir=tmp_path / "cache") as pipeline:
        load = LoadDataFromDicts(
            data=[{"id": key, "text": text} for key, text in TEXTS.items()], batch_size=2
        )
        load >> Decontaminate(
            against=[test_set], against_column="question", embeddings=Marked(), input_batch_size=2
        )
    distiset = pipeline.run(use_cache=False)
    rows = {row["id"]: row for row in [*distiset["default"]["train"], *pipeline.set_aside]}
    assert {key: row["drop_reason"] for key, row in rows.items()} == {
        "copy": "contamination: has 100% of evaluation item 0",
        "twin": "contamination: paraphrases evaluation item 1 (cosine 1.00)",
        "other": None,
        "missing": None,
    }
    assert {key: row["keep"] for key, row in rows.items()} == {
        "copy": False,
        "twin": False,
        "other": True,
        "missing": True,
    }
    assert rows["copy"]["contamination"][0]["words"] == [ASKED[0].removesuffix("?")]
    page = contamination_page(rows.values())
    assert [tile.value for tile in page.sections[0].tiles] == [2, 2, 1, 1]  # type: ignore[attr-defined]


def test_the_step_survives_yaml_and_pickle(test_set: str, tmp_path: Path) -> None:
    with Pipeline(name="saved") as pipeline:
        LoadDataFromDicts(data=[{"text": "x"}]) >> Decontaminate(against=[test_set], covered=0.6)
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    again = Pipeline.from_yaml(tmp_path / "pipeline.yaml")
    assert again.dump() == pipeline.dump()
    step = Decontaminate(name="s", against=[test_set], against_column="question")
    assert step.dump()["type_info"]["module"] == "goldsmith_distilabel.curate.decontaminate"
    again = pickle.loads(pickle.dumps(step))
    again.load()
    early = {"text": ASKED[0], "keep": False, "drop_reason": "early: yes"}
    (row,) = next(again.process([early]))
    assert (row["drop_reason"], row["contamination"][0]["share"]) == ("early: yes", 1.0)


def test_a_wrong_option_is_refused_before_the_first_row(test_set: str) -> None:
    with pytest.raises(InputError, match="no column 'text'; there are: question"):
        Decontaminate(against=[test_set]).load()
    with pytest.raises(InputError, match="not in 'xx': leave embeddings out"):
        Decontaminate(
            against=[test_set], against_column="question", embeddings=Marked(), language="xx"
        ).load()
