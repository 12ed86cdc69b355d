"""Passages that a language model quotes from a text, found where they stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json, without_thought

__all__ = ["AskedSpans", "agreed_spans", "read_spans", "spans_schema"]

Place = tuple[int, int, str]
"""Start, end (exclusive) and label."""

_HALF = 0.5


@dataclass(frozen=True)
class AskedSpans:
    """The spans that a model's answers to one text agree on.

    Attributes:
        spans: {"start", "end", "label"} in order, none overlapping another.
        agreement: the share of readable answers with each span, in (0, 1]; 1 where there is one answer.
        answers: how many could be read.
        unmarked: the share of these that mark nothing, in [0, 1].
        problems: what could not be read or placed, and of which answer.
    """

    spans: list[dict[str, Any]]
    agreement: list[float]
    answers: int
    unmarked: float
    problems: list[str]


def agreed_spans(answers: Sequence[str], text: str, labels: Sequence[str]) -> AskedSpans:
    """Return the spans that half of the readable answers have or more, the commonest first where two overlap.

    Wang et al. 2022, "Self-Consistency Improves Chain of Thought Reasoning in Language Models" (arXiv 2203.11171), span by span.

    Args:
        answers: what a model said about the text, several times.
        text: in which the spans are.
        labels: the labels there are.

    >>> said = '{"spans": [{"text": "Ada", "label": "person"}, {"text": "Bob", "label": "person"}]}'
    >>> found = agreed_spans([said, '[{"text": "Ada", "label": "person"}]'], "Ada wrote to Ada.", ["person"])
    >>> found.spans, found.agreement, found.problems[0]
    ([{'start': 0, 'end': 3, 'label': 'person'}], [1.0], "answer 1: 'Bob' is not in the text")
    """
    counted: Counter[Place] = Counter()
    problems: list[str] = []
    readable = unmarked = 0
    for number, answer in enumerate(answers, start=1):
        try:
            found, wrong = read_spans(answer, text, labels)
        except UnreadableError as err:
            wrong = [f"unreadable: {err}"]
        else:
            readable += 1
            unmarked += not found
            counted.update(set(found))
        problems += [f"answer {number}: {one}" for one in wrong]
    kept: list[Place] = []
    for place, count in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        if count < _HALF * readable:
            continue
        if any(place[0] < end and start < place[1] for start, end, _ in kept):
            problems.append(f"{text[slice(*place[:2])]!r} as {place[2]} overlaps another span")
        else:
            kept.append(place)
    kept.sort()
    return AskedSpans(
        [{"start": start, "end": end, "label": label} for start, end, label in kept],
        [counted[place] / readable for place in kept],
        readable,
        unmarked / readable if readable else 0.0,
        problems,
    )


def read_spans(answer: str, text: str, labels: Sequence[str]) -> tuple[list[Place], list[str]]:
    """Return the spans that an answer quotes, and what is wrong with the others.

    A passage quoted twice stands for its first two places. Case does not matter, in a passage or a label.

    Args:
        answer: JSON: {"spans": [{"text": ..., "label": ...}, ...]}, or the list alone.
        text: in which the passages are looked for.
        labels: the labels there are.

    Raises:
        UnreadableError: there is no such JSON.

    >>> read_spans('[{"text": "ada", "label": "Person"}]', "Ada wrote.", ["person"])
    ([(0, 3, 'person')], [])
    """
    told = read_json(without_thought(answer))
    items = told.get("spans") if isinstance(told, dict) else told
    if not isinstance(items, list):
        raise UnreadableError(f"wanted a list of spans, got {str(told)[:80]}")
    known = {label.lower(): label for label in labels}
    lowered = text.lower()
    searched = lowered if len(lowered) == len(text) else text
    behind: dict[str, int] = {}
    found: list[Place] = []
    problems: list[str] = []
    for item in items:
        quote, label = _quoted(item)
        if not quote or label.lower() not in known:
            problems.append(f"{str(item)[:80]} is no span with a label of {list(labels)}")
            continue
        passage = quote.lower() if searched is lowered else quote
        start = searched.find(passage, behind.get(passage, 0))
        if start < 0:
            problems.append(f"{quote[:80]!r} is not in the text{' so often' if passage in behind else ''}")
            continue
        behind[passage] = start + len(passage)
        found.append((start, start + len(passage), known[label.lower()]))
    return found, problems


def spans_schema(labels: Sequence[str]) -> dict[str, Any]:
    """Return the JSON schema of an answer."""
    span = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "label": {"enum": list(labels)}},
        "required": ["text", "label"],
    }
    return {
        "type": "object",
        "properties": {"spans": {"type": "array", "items": span}},
        "required": ["spans"],
    }


def _quoted(item: Any) -> tuple[str, str]:
    if not isinstance(item, Mapping):
        return "", ""
    quote, label = item.get("text"), item.get("label")
    return (quote.strip(), label.strip()) if isinstance(quote, str) and isinstance(label, str) else ("", "")
