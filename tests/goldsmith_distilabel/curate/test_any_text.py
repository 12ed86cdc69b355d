"""Every filter, every search for duplicates and the quality report have an answer to any text, in bounded time and memory."""

import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from distilabel.models.embeddings.base import Embeddings

from goldsmith.quality import report
from goldsmith_distilabel.curate import (
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
    SelectDiverse,
    SemanticDuplicates,
    TextQualityFilter,
    TopicFilter,
    ToxicityFilter,
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
