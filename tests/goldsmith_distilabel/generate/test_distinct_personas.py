"""Duplicates among personas: by their words, then by their meaning, with the published thresholds."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distilabel.models.embeddings.base import Embeddings
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import LoadDataFromDicts

from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.generate import DistinctPersonas
from goldsmith_distilabel.llms import MiniLMEmbeddings

NURSE = "A night nurse who works in a hospital"
SHUFFLED = "in a hospital works a night nurse, who?"  # the same eight words
IN_OTHER_WORDS = "A nurse working nights in a hospital"  # cosine 0.93, Jaccard 5 of 9
PLAYER = "A chess grandmaster"
NORWEGIAN = "A chess grandmaster from Norway"  # cosine 0.88


class OnAWheel(Embeddings):
    """A direction in the plane for each text that begins with a number of degrees."""

    @property
    def model_name(self) -> str:
        return "wheel"

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        turns = [math.radians(float(text.split()[0])) for text in inputs]
        self._logger.info("%s", len(inputs))
        return [[math.cos(turn), math.sin(turn)] for turn in turns]


@pytest.fixture(scope="module")
def minilm() -> Iterator[MiniLMEmbeddings]:
    embeddings = MiniLMEmbeddings()
    embeddings.load()
    yield embeddings
    embeddings.unload()


def marked(people: list[Any], *, embeddings: Embeddings, **options: Any) -> list[dict[str, Any]]:
    rows = [
        {"id": str(number), **(told if isinstance(told, dict) else {"persona": told})}
        for number, told in enumerate(people)
    ]
    step = DistinctPersonas(name="distinct", embeddings=embeddings, **options)
    step.load()
    return next(step.process(rows))


def twins(rows: list[dict[str, Any]]) -> list[str]:
    return [row["duplicate_of"] for row in rows]


def test_the_same_words_are_found_first_and_the_same_meaning_among_the_rest(minilm: MiniLMEmbeddings) -> None:
    rows = marked([NURSE, PLAYER, SHUFFLED, IN_OTHER_WORDS, NORWEGIAN], embeddings=minilm)
    assert [row["keep"] for row in rows] == [True, True, False, False, True]
    assert [row["drop_reason"] for row in rows] == [
        "",
        "",
        "near-duplicate: of 0 (similarity 1.00)",
        "semantic duplicate: of 0 (cosine 0.93)",
        "",
    ]
    assert twins(rows) == ["", "", "0", "0", ""]
    assert [round(row["similarity"], 2) for row in rows] == [0.0, 0.0, 1.0, 0.93, 0.0]


def test_a_lower_cosine_leaves_fewer_and_more_different_people(minilm: MiniLMEmbeddings) -> None:
    rows = marked([PLAYER, NORWEGIAN, NURSE], embeddings=minilm, cosine=0.5)
    assert twins(rows) == ["", "0", ""]


def test_minhash_at_the_paper_s_threshold_counts_single_words() -> None:
    # Ten different words; nine of them and one other: 9 of 11 shared. Twenty words and nineteen of them: 19 of 20.
    ten = "one two three four five six seven eight nine ten"
    twenty = f"{ten} " + " ".join(f"{word}teen" for word in ten.split())
    people = [f"0 {ten}", f"90 {ten} eleven twelve", f"180 {twenty}", f"180 {twenty} more"]
    rows = marked(people, embeddings=OnAWheel(), cosine=1.0)
    assert twins(rows) == ["", "", "", "2"]
    assert rows[3]["similarity"] == pytest.approx(21 / 22)  # with the number in front


def test_the_first_stays_or_the_best() -> None:
    people = [{"persona": f"{turn} {name}", "score": score} for turn, name, score in (
        (0, "ann", 1), (90, "bob", 5), (10, "cid", 3), (20, "dan", None), (91, "eve", 9),
    )]  # fmt: skip
    # cos 20 degrees = 0.94, so all near 0 and all near 90 degrees are one person.
    assert twins(marked(people, embeddings=OnAWheel())) == ["", "", "0", "0", "1"]
    assert twins(marked(people, embeddings=OnAWheel(), score="score")) == ["2", "4", "", "2", ""]


def test_what_was_dropped_or_failed_or_is_empty_decides_nothing() -> None:
    error = {"step": "s", "kind": "unreadable", "message": "m", "raw_output": ""}
    rows = marked(
        [
            {"persona": "0 a nurse", "keep": False, "drop_reason": "persona: cut"},
            {"persona": "0 a nurse", "error": error},
            {"persona": None},
            {"persona": " \n"},
            {"persona": "0 a nurse", "keep": True, "drop_reason": None},
            {"persona": "0 a nurse"},
        ],
        embeddings=OnAWheel(),
    )
    assert [row["drop_reason"] for row in rows] == [
        "persona: cut",
        "",
        "persona: empty",
        "persona: empty",
        "",
        "near-duplicate: of 4 (similarity 1.00)",
    ]
    assert [row["keep"] for row in rows] == [False, True, False, False, True, False]
    for row in rows:
        assert None not in (row["keep"], row["drop_reason"], row["duplicate_of"], row["similarity"])


def test_no_rows_and_no_persona_are_no_error(minilm: MiniLMEmbeddings) -> None:
    assert marked([], embeddings=minilm) == []
    assert [row["keep"] for row in marked(["", None], embeddings=minilm)] == [False, False]


def test_the_embeddings_get_batches_of_a_size_they_can_take(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    rows = marked(
        [f"{turn} p{turn}" for turn in range(0, 300, 60)], embeddings=OnAWheel(), embedding_batch_size=2
    )
    assert [row["keep"] for row in rows] == [True] * 5
    assert [record.message for record in caplog.records if record.message.isdigit()] == ["2", "2", "1"]


@pytest.mark.parametrize("kind", [StockPipeline, Pipeline])
def test_duplicates_in_other_batches_are_found(kind: Any, tmp_path: Path) -> None:
    people = [NURSE, PLAYER, IN_OTHER_WORDS, SHUFFLED]
    with kind(name="distinct", cache_dir=tmp_path) as pipeline:
        load = LoadDataFromDicts(
            data=[{"id": str(number), "persona": told} for number, told in enumerate(people)], batch_size=1
        )
        load >> DistinctPersonas()
    found = pipeline.run(use_cache=False)["default"]["train"]
    rows = [*found, *getattr(pipeline, "set_aside", [])]
    assert {row["id"]: row["duplicate_of"] for row in rows} == {"0": "", "1": "", "2": "0", "3": "0"}


def test_a_saved_step_keeps_its_embeddings(tmp_path: Path) -> None:
    with StockPipeline(name="saved") as pipeline:
        LoadDataFromDicts(data=[{"id": "a", "persona": NURSE}]) >> DistinctPersonas(
            name="distinct", embeddings=MiniLMEmbeddings(batch_size=7), cosine=0.8
        )
    pipeline.save(tmp_path / "p.yaml", format="yaml")
    step = StockPipeline.from_yaml(tmp_path / "p.yaml").dag.get_step("distinct")["step"]
    assert (type(step.embeddings), step.embeddings.batch_size, step.cosine) == (MiniLMEmbeddings, 7, 0.8)
