"""Texts per CPU-second of every rule-based filter, on one core.

Run with: python benchmarks/filters.py [texts]

The texts are the labelled sets of the tests (seventeen languages, a sentence or two, a third of them flagged), three
strung together, about 40 words each: no two alike, so that no cache answers. The figure is the median of three rounds.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldsmith.filters import (
    echoed_share,
    encoding_damage,
    fences_reason,
    find_pii,
    find_refusal,
    json_reason,
    mend_encoding,
    python_reason,
    quality_scores,
    repetition_scores,
    template_markers,
)

SETS = Path(__file__).parents[1] / "tests" / "data" / "filters"
PROMPT = "Answer the question below in two or three plain sentences, and say where you looked it up."
FILTERS: dict[str, Callable[[str], Any]] = {
    "RepetitionFilter": repetition_scores,
    "TextQualityFilter": quality_scores,
    "PiiFilter": find_pii,
    "PiiFilter, no phones": lambda text: find_pii(text, kinds=["email", "credit_card", "iban", "us_ssn"]),
    "RefusalFilter": find_refusal,
    "PromptLeakFilter": lambda text: (template_markers(text), echoed_share(text, PROMPT)),
    "EncodingFilter": encoding_damage,
    "EncodingFilter, mend": mend_encoding,
    "FormatFilter, json": json_reason,
    "FormatFilter, python": python_reason,
    "FormatFilter, fences": fences_reason,
}


def texts(n: int) -> list[str]:
    """Return n different texts, the same ones each time."""
    rng = random.Random(0)
    rows = [
        json.loads(line)["text"]
        for path in sorted(SETS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [" ".join([*rng.choices(rows, k=3), str(number)]) for number in range(n)]


def speed(read: Callable[[str], Any], given: list[str]) -> float:
    began = time.process_time()
    for text in given:
        read(text)
    return len(given) / (time.process_time() - began)


def main(n: int) -> None:
    given = texts(n)
    print(f"{n:,} texts of {statistics.mean(len(text.split()) for text in given):.0f} words on average")
    for name, read in FILTERS.items():
        speed(read, given[:100])
        found = statistics.median(speed(read, given) for _ in range(3))
        print(f"{name:22} {found:10,.0f} texts/s", flush=True)


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["5000"])[0]))
