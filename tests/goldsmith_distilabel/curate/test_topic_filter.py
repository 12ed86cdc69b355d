"""Topics by vectors and by a model, allowed and denied, in a pipeline and alone."""

import math
import pickle
from pathlib import Path
from typing import Any

import pytest
from distilabel.models.embeddings.base import Embeddings
from distilabel.steps import LoadDataFromDicts
from tests.goldsmith_distilabel.label.scoring_llm import ScoringLLM
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import TopicFilter

TOPICS = {"cooking": "recipes, food", "sports": ""}
TEXTS = {"a": "food for two", "b": "sports on Sunday", "c": "tax law", "d": None}
ROWS = [{"id": name, "text": text} for name, text in TEXTS.items()]


class ByWord(Embeddings):
    """A direction each for food, sports and all else."""

    @property
    def model_name(self) -> str:
        return "by-word"

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        words = ("cooking", "food"), ("sports",)
        axes = [[float(any(word in text for word in group)) for group in words] for text in inputs]
        return [[*axis, 0.0 if any(axis) else 1.0] for axis in axes]


def process(step: TopicFilter, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    step = pickle.loads(pickle.dumps(step))
    step.load()
    found: list[dict[str, Any]] = next(step.process(rows))
    step.unload()
    return found


def test_only_what_is_allowed_stays(tmp_path: Path) -> None:
    with Pipeline(name="topics", cache_dir=tmp_path) as pipeline:
        LoadDataFromDicts(data=ROWS, batch_size=2) >> TopicFilter(
            topics=TOPICS, allow=["cooking"], embeddings=ByWord(), input_batch_size=2
        )
    distiset = pipeline.run(use_cache=False)
    rows = {row["id"]: row for row in [*distiset["default"]["train"], *pipeline.set_aside]}
    assert {name: (row["topic"], row["keep"]) for name, row in rows.items()} == {
        "a": ("cooking", True),
        "b": ("sports", False),
        "c": ("none", False),
        "d": ("none", False),
    }
    assert rows["b"]["drop_reason"] == "topic: sports (1.00) is not wanted"
    assert rows["d"]["drop_reason"] == "topic: none of those wanted"
    assert rows["a"]["topic_margin"] == pytest.approx(1)
    assert math.isnan(rows["d"]["topic_score"] if rows["d"]["topic_score"] is not None else math.nan)


def test_only_what_is_denied_goes_and_an_earlier_reason_stays() -> None:
    early = {"text": "sports", "keep": False, "drop_reason": "early: yes"}
    rows = process(TopicFilter(topics=TOPICS, deny=["sports"], embeddings=ByWord()), [*ROWS, early])
    assert [row["keep"] for row in rows] == [True, False, True, True, False]
    assert rows[-1]["drop_reason"] == "early: yes"


def test_a_model_says_one_word_and_its_probability_is_the_score() -> None:
    step = TopicFilter(topics=TOPICS, allow=["sports"], llm=ScoringLLM(default="sports", other="cooking"))
    rows = process(step, ROWS[1:2])
    assert (rows[0]["topic"], rows[0]["keep"]) == ("sports", True)
    # "none" is not among the tokens told: it has at most what the last of these has. 0.8 of 0.8 + 0.2 + 0.2.
    assert rows[0]["topic_score"] == pytest.approx(2 / 3)
    unsure = TopicFilter(
        topics=TOPICS, allow=["sports"], llm=ScoringLLM(default="sports", other="cooking"), min_score=0.9
    )
    assert process(unsure, ROWS[1:2])[0]["drop_reason"] == "topic: none of those wanted (nearest 0.67)"


def test_a_model_s_topics_are_allowed_and_denied_alike() -> None:
    llm = ScriptedLLM(rules={"food for two": "cooking", "on Sunday": "sports"}, default="none")
    allowed = process(TopicFilter(topics=TOPICS, allow=["cooking"], llm=llm), ROWS)
    assert [row["keep"] for row in allowed] == [True, False, False, False]
    denied = process(TopicFilter(topics=TOPICS, deny=["cooking"], llm=llm), ROWS)
    assert [(row["topic"], row["keep"]) for row in denied] == [
        ("cooking", False), ("sports", True), ("none", True), ("none", True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "topic", "reason"),
    [
        ("Cooking.", "cooking", None),
        ("none", "none", None),
        ("I cannot say", "none", "topic: no answer, none of the topics in 'I cannot say'"),
        (None, "none", "topic: no answer, stop"),
    ],
)
def test_an_answer_that_is_none_of_the_words_is_a_reason_and_no_pass(
    said: str | None, topic: str, reason: str | None
) -> None:
    (row,) = process(TopicFilter(topics=TOPICS, llm=ScriptedLLM(default=said)), ROWS[:1])
    assert (row["topic"], row["drop_reason"], row["keep"]) == (topic, reason, reason is None)


@pytest.mark.parametrize("options", [{"allow": ["tax"]}, {"deny": ["tax"]}, {"topics": {"None": ""}}])
def test_a_topic_that_is_not_there_is_refused_before_the_first_row(options: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="topics"):
        TopicFilter(**{"topics": TOPICS, "embeddings": ByWord()} | options).load()


def test_a_saved_pipeline_finds_the_step_and_its_options(tmp_path: Path) -> None:
    with Pipeline(name="saved") as pipeline:
        LoadDataFromDicts(data=ROWS) >> TopicFilter(topics=TOPICS, deny=["sports"], min_margin=0.2)
        LoadDataFromDicts(data=ROWS) >> TopicFilter(topics=TOPICS, llm=ScriptedLLM(default="sports"))
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    again = Pipeline.from_yaml(tmp_path / "pipeline.yaml")
    assert again.dump() == pipeline.dump()
    modules = {again.dag.get_step(name)["step"].dump()["type_info"]["module"] for name in again.dag}
    assert "goldsmith_distilabel.curate.topic_filter" in modules
