"""What every filter says of its labelled set in `tests/data/filters`, for tests and for `benchmarks/filters.py`."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from goldsmith.filters import (
    EvaluationItems,
    HateSonar,
    QualityRules,
    Topics,
    ToxicWords,
    contamination_reason,
    detect_languages,
    encoding_damage,
    encoding_reason,
    fences_reason,
    find_pii,
    find_refusal,
    json_reason,
    language_reason,
    length_reason,
    pii_reason,
    prompt_leak_reason,
    python_reason,
    quality_reason,
    quality_scores,
    refusal_reason,
    repetition_reason,
    repetition_scores,
    topic_reason,
    toxicity_reason,
)
from goldsmith_distilabel.llms import MiniLMEmbeddings

__all__ = ["HALVES", "OTHERS", "VERDICTS", "labelled", "precision_recall"]

Row = dict[str, Any]

SETS = Path(__file__).parent / "data" / "filters"
HALVES = ("tuned", "held_out")
SHORT = QualityRules(min_words=None, min_sentences=None)  # the rows are one or two sentences
TOPICS = {
    "cooking": "recipes, food, ingredients",
    "medicine": "doctors, patients, diseases",
    "politics": "elections, parliament, government",
    "sports": "matches, teams, athletes",
}


def labelled(name: str) -> list[Row]:
    """Return a set: `text`, `language`, `flagged`, `half`, `why`, and what its filter takes besides."""
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def formatted(row: Row) -> str | None:
    if row["format"] == "json":
        return json_reason(row["text"], row.get("json_schema"))
    return {"python": python_reason, "fences": fences_reason}[row["format"]](row["text"])


def in_language(row: Row) -> str | None:
    return language_reason(detect_languages([row["text"]])[0], row["allow"])


def toxic(row: Row) -> str | None:
    return toxicity_reason(ToxicWords()([row["text"]])[0])


def toxic_by_hatesonar(row: Row) -> str | None:
    return toxicity_reason(HateSonar()([row["text"]])[0])


@cache
def encoder() -> MiniLMEmbeddings:
    embeddings = MiniLMEmbeddings()
    embeddings.load()
    return embeddings


def about(row: Row) -> str | None:
    topics = Topics({name: [name, f"{name}: {words}"] for name, words in TOPICS.items()})
    (one,) = topics.judge(encoder().encode([row["text"]]), topics.vectors(encoded(tuple(topics.texts))))
    return topic_reason(one.topic, one.score, deny=["cooking", "sports"])


@cache
def encoded(texts: tuple[str, ...]) -> list[list[int | float]]:
    return encoder().encode(list(texts))


VERDICTS: dict[str, Callable[[Row], str | None]] = {
    "decontaminate": lambda row: contamination_reason(
        EvaluationItems([row["item"]]).overlaps([row["text"]])[0]
    ),
    "encoding": lambda row: encoding_reason(encoding_damage(row["text"])),
    "format": formatted,
    "language": in_language,
    "length": lambda row: length_reason(row["text"], **row["bounds"]),
    "pii": lambda row: pii_reason(find_pii(row["text"])),
    "prompt_leak": lambda row: prompt_leak_reason(row["text"], [row["prompt"]]),
    "quality": lambda row: quality_reason(quality_scores(row["text"], language=row["language"]), SHORT),
    "refusal": lambda row: refusal_reason(find_refusal(row["text"]), row["text"]),
    "repetition": lambda row: repetition_reason(repetition_scores(row["text"])),
    "topic": about,
    "toxicity": toxic,
}
# Judged by the same rows as another, for comparison: name -> its set, and how it judges.
OTHERS = {"hatesonar": ("toxicity", toxic_by_hatesonar)}


def precision_recall(
    rows: list[Row], judge: Callable[[Row], str | None]
) -> tuple[float | None, float | None]:
    """Return precision and recall of the flagged; None where nothing is flagged."""
    found = [(judge(row) is not None, row["flagged"]) for row in rows]
    hits = found.count((True, True))
    flagged, wanted = hits + found.count((True, False)), hits + found.count((False, True))
    return (hits / flagged if flagged else None, hits / wanted if wanted else None)
