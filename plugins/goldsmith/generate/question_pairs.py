# ruff: noqa: RUF001 (punctuation of several scripts)
"""Questions and answers made from a passage: reading them, and what makes one worth keeping."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.filters.words import split_words
from goldsmith.generate.source_mentions import mentions_source
from goldsmith.text import normalise, read_json

__all__ = ["QuestionPair", "question_pair_reason", "question_pairs_schema", "read_question_pairs"]

_LABELLED = re.compile(
    r"^(?:[^\w\n]|\d)*(?P<key>q(?:uestion)?|a(?:nswer)?|e(?:vidence)?)[ *_]*\d*[ *_]*[:：][ \t*_]*",
    re.IGNORECASE | re.MULTILINE,
)
_KEYS = {"q": "question", "a": "answer", "e": "evidence"}
_EDGES = " \t\n\"'“”„«»「」`*_….…"


@dataclass(frozen=True)
class QuestionPair:
    """A question, its answer, and the words of the passage that support it."""

    question: str
    answer: str
    evidence: str = ""


def question_pairs_schema(n: int) -> dict[str, Any]:
    """Return the JSON schema of `n` pairs; the evidence comes first, so that question and answer are made from it."""
    properties = {name: {"type": "string"} for name in ("evidence", "question", "answer")}
    item = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    pairs = {"type": "array", "items": item, "minItems": 1, "maxItems": n}
    return {
        "type": "object",
        "properties": {"pairs": pairs},
        "required": ["pairs"],
        "additionalProperties": False,
    }


def read_question_pairs(output: str, n: int) -> list[QuestionPair]:
    r"""Read the first `n` pairs of a model's output: JSON as the schema asks for, or lines with "Q:", "A:", "Evidence:".

    A pair that lacks a part has "" there: `question_pair_reason` drops it, it does not vanish.

    >>> read_question_pairs('```json\n[{"question": "Who?", "answer": "Ada.", "evidence": "Ada did"}]\n```', 3)
    [QuestionPair(question='Who?', answer='Ada.', evidence='Ada did')]
    >>> read_question_pairs("1. Question: Who?\nAnswer: Ada.", 3)
    [QuestionPair(question='Who?', answer='Ada.', evidence='')]

    Raises:
        UnreadableError: no question is found.
    """
    try:
        pairs = _from_json(read_json(output))
    except UnreadableError:
        pairs = []
    pairs = pairs or _from_lines(output)
    if not pairs:
        raise UnreadableError('expected a JSON list of {"evidence", "question", "answer"}, found no question')
    return pairs[:n]


def question_pair_reason(pair: QuestionPair, passage: str, *, min_evidence_words: int = 3) -> str | None:
    """Return why a pair made from `passage` is dropped, or None.

    It needs a question that can be understood without the passage, an answer, and evidence that occurs in the passage
    word for word; white space, case, and quotation marks around it do not count.

    >>> passage = "Ada Lovelace wrote the first program in 1843."
    >>> question_pair_reason(QuestionPair("When?", "In 1843.", '"wrote the  First program"'), passage)
    >>> question_pair_reason(QuestionPair("When?", "In 1843.", "the program of 1843"), passage)
    'question: evidence is not in the passage ("the program of 1843")'
    >>> question_pair_reason(QuestionPair("According to the text, when?", "In 1843.", "x"), passage)
    'question: not self-contained ("According to the text")'
    """
    for part, text in (("question", pair.question), ("answer", pair.answer), ("evidence", pair.evidence)):
        if not text.strip():
            return f"question: no {part}"
    if found := mentions_source(pair.question):
        return f'question: not self-contained ("{found}")'
    evidence = pair.evidence.strip(_EDGES)
    if len(split_words(evidence)) < min_evidence_words:
        return (
            f"question: evidence of {len(split_words(evidence))} words, at least {min_evidence_words} wanted"
        )
    if normalise(evidence) not in normalise(passage):
        return f'question: evidence is not in the passage ("{" ".join(evidence.split())[:80]}")'
    return None


def _from_json(value: Any) -> list[QuestionPair]:
    if isinstance(value, Mapping):
        lists = [item for item in value.values() if isinstance(item, list)]
        value = lists[0] if lists else [value]
    if not isinstance(value, list):
        return []
    parts = [
        {str(key).strip().lower(): part for key, part in item.items()}
        for item in value
        if isinstance(item, Mapping)
    ]
    return [
        QuestionPair(*(_text(part.get(name)) for name in ("question", "answer", "evidence")))
        for part in parts
        if {"question", "answer"} & set(part)
    ]


def _from_lines(output: str) -> list[QuestionPair]:
    labels = list(_LABELLED.finditer(output))
    pairs: list[dict[str, str]] = []
    for place, label in enumerate(labels):
        key = _KEYS[label["key"][0].lower()]
        end = labels[place + 1].start() if place + 1 < len(labels) else len(output)
        if not pairs or key in pairs[-1] or key == "question":
            pairs.append({})
        pairs[-1][key] = output[label.end() : end].strip()
    return [
        QuestionPair(pair["question"], pair.get("answer", ""), pair.get("evidence", ""))
        for pair in pairs
        if pair.get("question")
    ]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)
