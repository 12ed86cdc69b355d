"""Precision and recall on the labelled sets beside this file, by the half that nothing was tuned on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldsmith.filters import (
    QualityRules,
    encoding_damage,
    encoding_reason,
    fences_reason,
    find_pii,
    find_refusal,
    json_reason,
    pii_reason,
    prompt_leak_reason,
    python_reason,
    quality_reason,
    quality_scores,
    refusal_reason,
    repetition_reason,
    repetition_scores,
)

SETS = Path(__file__).parents[2] / "data" / "filters"
SHORT = QualityRules(min_words=None, min_sentences=None)  # the rows are one or two sentences


def formatted(row: dict[str, Any]) -> str | None:
    if row["format"] == "json":
        return json_reason(row["text"], row.get("json_schema"))
    return {"python": python_reason, "fences": fences_reason}[row["format"]](row["text"])


FILTERS: dict[str, Callable[[dict[str, Any]], str | None]] = {
    "encoding": lambda row: encoding_reason(encoding_damage(row["text"])),
    "format": formatted,
    "pii": lambda row: pii_reason(find_pii(row["text"])),
    "prompt_leak": lambda row: prompt_leak_reason(row["text"], [row["prompt"]]),
    "quality": lambda row: quality_reason(quality_scores(row["text"], language=row["language"]), SHORT),
    "refusal": lambda row: refusal_reason(find_refusal(row["text"]), row["text"]),
    "repetition": lambda row: repetition_reason(repetition_scores(row["text"])),
}
# Measured on the held-out half, rounded down: (precision, recall).
LEAST = {
    "encoding": (1.0, 0.91),
    "format": (1.0, 1.0),
    "pii": (1.0, 0.87),
    "prompt_leak": (0.91, 0.91),
    "quality": (0.88, 0.88),
    "refusal": (0.95, 1.0),
    "repetition": (0.88, 0.88),
}


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def counts(name: str, half: str) -> tuple[int, int, int]:
    rows = [row for row in read(name) if row["half"] == half]
    found = [(FILTERS[name](row) is not None, row["flagged"]) for row in rows]
    return found.count((True, True)), found.count((True, False)), found.count((False, True))


@pytest.mark.parametrize("name", LEAST)
def test_the_held_out_half_is_told_apart(name: str) -> None:
    lines = []
    for half in ("tuned", "held_out"):
        hits, false_alarms, misses = counts(name, half)
        precision, recall = hits / (hits + false_alarms), hits / (hits + misses)
        lines.append(f"{name:12} {half:9} precision {precision:.2f} recall {recall:.2f}")
    print(*lines, sep="\n")  # noqa: T201 (the table: pytest -rP)
    assert (precision >= LEAST[name][0], recall >= LEAST[name][1]) == (True, True), lines


@pytest.mark.parametrize("name", LEAST)
def test_a_set_has_ten_languages_both_answers_and_halves_of_one_size(name: str) -> None:
    rows = read(name)
    assert len({row["language"] for row in rows}) >= 10
    for flagged in (True, False):
        halves = [row["half"] for row in rows if row["flagged"] is flagged]
        assert len(halves) >= 16
        assert abs(halves.count("tuned") - halves.count("held_out")) <= 1
    assert len({(row["text"], row.get("prompt"), row.get("format")) for row in rows}) == len(rows)
