"""Every filter, every search for duplicates and the quality report have an answer to any text, in bounded time and memory."""

import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from distilabel.models.embeddings.base import Embeddings
from tests.scripted_llm import ScriptedLLM

from goldsmith.quality import report
from goldsmith_distilabel.curate import (
    Criterion,
    Decontaminate,
    EncodingFilter,
    ExactDuplicates,
    FormatFilter,
    LanguageFilter,
    LengthFilter,
    NearDuplicates,
    PiiFilter,
    PromptLeakFilter,
    RefusalFilter,
    RepetitionFilter,
    RubricJudge,
    SelectDiverse,
    SemanticDuplicates,
    TextQualityFilter,
    TopicFilter,
    ToxicityFilter,
    ToxicityJudge,
)


class Letters(Embeddings):
    """Puts texts of equal length and equally many a's in one place: a search is tested here, no encoder."""

    @property
    def model_name(self) -> str:
        return "letters"

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        return [[len(text), 1.0 + text.count("a")] for text in inputs]


# One text at a time: two thousand equal rows tell what a hundred thousand would.
ROW_BY_ROW: dict[str, Callable[[], Any]] = {
    "decontaminate": lambda: Decontaminate(against=["items.jsonl"], against_column="text"),
    "encoding": lambda: EncodingFilter(mode="mend"),
    "format": lambda: FormatFilter(format="json"),
    "language": LanguageFilter,
    "length": LengthFilter,
    "leaks": lambda: PromptLeakFilter(column="text", prompt_columns=[]),
    "pii": lambda: PiiFilter(mode="mask"),
    "quality": TextQualityFilter,
    "refusals": RefusalFilter,
    "repetition": RepetitionFilter,
    "topics": lambda: TopicFilter(topics={"rain": "", "bread": ""}, embeddings=Letters()),
    "toxicity": ToxicityFilter,
}
TOGETHER: dict[str, Callable[[], Any]] = {
    "exact": ExactDuplicates,
    "near": NearDuplicates,
    "semantic": lambda: SemanticDuplicates(embeddings=Letters()),
    "selection": lambda: SelectDiverse(budget=3, embeddings=Letters()),
}
RUBRIC = {"clear": Criterion(description="Whether it is clear.", anchors=["no", "yes"])}
JUDGES: dict[str, Callable[[Any], Any]] = {
    "rubric": lambda llm: RubricJudge(name="judge", llm=llm, criteria=RUBRIC),
    "topics by a model": lambda llm: TopicFilter(topics={"rain": "", "bread": ""}, allow=["bread"], llm=llm),
    "toxicity": lambda llm: ToxicityJudge(name="judge", llm=llm, categories={"insult": "insults somebody"}),
}
ANSWERS = [
    "[" * 100_000,
    '{"rating": ' * 20_000,
    f'{{"rating": "{"9" * 100_000}"}}',
    '{"insult": ["none"]}',
    "1 " * 100_000 + "2",
]
TEXTS: dict[str, list[str | None]] = {
    "empty": ["", None, " \n\t", "\u200b"],
    "ten megabytes": ["The river rose, and the ferry stayed. Call 555 me!\n" * 200_000],
    "one long line": ["lorem ipsum " * 20_000, "a" * 1_000_000],
    "lone surrogates": ["\ud800", "a\udfff b", "\udc00" * 1000],
    "punctuation": ["!?" * 50_000 + "...,;:-()[]{}<>|" * 1000, "«»„“¿¡" * 100],
}


@pytest.fixture(autouse=True)
def bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Generous bounds, in CPU time: what is quadratic somewhere is far beyond both."""
    monkeypatch.chdir(tmp_path)
    Path("items.jsonl").write_text(json.dumps({"text": "Which planet has the shortest year of all?"}))
    began, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.process_time() - began < 120
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 2_000_000  # KB


def marked(step: Any, texts: list[Any]) -> list[dict[str, Any]]:
    step.load()
    rows = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    found = [row for batch in step.process(rows) for row in batch]
    step.unload()
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    assert all(row["keep"] is (row["drop_reason"] is None) for row in found)
    return found


@pytest.mark.parametrize("name", [*ROW_BY_ROW, *TOGETHER])
def test_a_step_answers_any_text(name: str) -> None:
    make = {**ROW_BY_ROW, **TOGETHER}[name]
    for texts in TEXTS.values():
        marked(make(), texts)
    assert marked(make(), []) == []


def judged(step: Any, texts: list[Any]) -> list[dict[str, Any]]:
    shown = ("text", "instruction", "generation", "reference", "system_prompt")
    step.load()
    rows: list[dict[str, Any]] = next(
        step.process([{"id": str(number)} | dict.fromkeys(shown, text) for number, text in enumerate(texts)])
    )
    step.unload()
    assert [row["id"] for row in rows] == [str(number) for number in range(len(texts))]
    assert all(row["keep"] or row["drop_reason"] or row["error"]["message"] for row in rows)
    return rows


@pytest.mark.parametrize("name", JUDGES)
def test_a_judge_is_shown_no_more_than_a_bounded_part_of_any_text(name: str) -> None:
    for texts in TEXTS.values():
        llm = ScriptedLLM(default='{"reason": "", "insult": "none", "rationale": "", "rating": "2"}')
        judged(JUDGES[name](llm), texts)
        for chat, _ in llm.asked:
            assert len(chat.encode()) < 4 * 4 * 20_000 + 5_000  # four texts, of four bytes a character


@pytest.mark.parametrize("name", JUDGES)
def test_any_answer_of_a_judge_is_read_or_a_reason_and_no_pass(name: str) -> None:
    said = [text for texts in TEXTS.values() for text in texts if text is not None]
    for answer in [*said, *ANSWERS]:
        llm = ScriptedLLM(default=answer)
        (row,) = judged(JUDGES[name](llm), ["Is it going to rain?"])
        assert not row["keep"] or row["error"]["kind"]
        assert all(len(chat) < 60_000 for chat, _ in llm.asked)  # what was unreadable is shown again, cut


@pytest.mark.parametrize("name", ROW_BY_ROW)
def test_equal_rows_are_judged_alike(name: str) -> None:
    rows = marked(ROW_BY_ROW[name](), ["the same row"] * 2_000)
    assert len({row["drop_reason"] for row in rows}) == 1


@pytest.mark.parametrize("name", TOGETHER)
def test_of_a_hundred_thousand_equal_rows_one_stays(name: str) -> None:
    rows = marked(TOGETHER[name](), ["the same row"] * 100_000)
    assert sum(row["keep"] for row in rows) == 1


@pytest.mark.parametrize("name", [*TEXTS, "a hundred thousand equal rows"])
def test_the_quality_report_measures_any_text(name: str) -> None:
    texts = [text or "" for text in TEXTS.get(name) or ["the same row"] * 100_000]
    rows = [{"text": text, "label": "a"} for text in texts]
    human = ["Rain fell.", "\ud800", "", "Bees sleep in winter."]
    page = report(rows, label="label", human=human, seeds=rows[:2], test=texts[:2], evaluation=texts[:2])
    assert json.loads(json.dumps(page.to_dict()))["measures"]["diversity"]["distinct-1"]["of"] == len(rows)
    assert page.html("page.html").stat().st_size > 1000
