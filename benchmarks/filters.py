"""Precision and recall of every filter on its labelled set, and texts per CPU-second on one core.

Run with: python benchmarks/filters.py [texts]

The sets are those of the tests, `tests/data/filters`: 40 to 110 rows, ten languages and more, written with the filters. The held-out
half was not looked at when these were changed, but for topics, whose bounds were tried on all rows. Speed is measured on the rows of all sets, three strung together, about 35
words each: no two alike, so that no cache answers. It is the median of three rounds.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the labelled sets and their judges are the tests'

from tests.labelled_filters import (  # noqa: E402
    HALVES,
    OTHERS,
    VERDICTS,
    encoder,
    labelled,
    precision_recall,
    toxic_by_hatesonar,
)

from goldsmith.filters import (  # noqa: E402
    EvaluationItems,
    ToxicWords,
    detect_languages,
    echoed_share,
    encoding_damage,
    fences_reason,
    find_pii,
    find_refusal,
    json_reason,
    length_reason,
    mend_encoding,
    python_reason,
    quality_scores,
    repetition_scores,
    template_markers,
)

PROMPT = "Answer the question below in two or three plain sentences, and say where you looked it up."
ITEMS = EvaluationItems([row["item"] for row in labelled("decontaminate")])
FILTERS: dict[str, Callable[[str], Any]] = {
    "LengthFilter": length_reason,
    "LanguageFilter": lambda text: detect_languages([text]),
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
    "ToxicityFilter": lambda text: ToxicWords()([text]),
    "ToxicityFilter, English": lambda text: ToxicWords(("en",))([text]),
    "ToxicityFilter, hatesonar": lambda text: toxic_by_hatesonar({"text": text}),
    "Decontaminate": lambda text: ITEMS.overlaps([text]),
}


def texts(n: int) -> list[str]:
    """Return n different texts, the same ones each time."""
    rng = random.Random(0)
    rows = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "tests" / "data" / "filters").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [" ".join([*rng.choices(rows, k=3), str(number)]) for number in range(n)]


def speed(read: Callable[[str], Any], given: list[str]) -> float:
    began = time.process_time()
    for text in given:
        read(text)
    return len(given) / (time.process_time() - began)


def shown(pair: tuple[float | None, float | None]) -> str:
    return " / ".join("  - " if one is None else f"{one:.2f}" for one in pair)


def print_table() -> None:
    """Print precision / recall of every filter, by halves, and apart for English where a filter is made for it."""
    print(f"{'precision / recall':22} {'rows':>4} {'languages':>9}  {'tuned':13} held out")
    judges = {name: (name, judge) for name, judge in VERDICTS.items()} | OTHERS
    for name, (source, judge) in judges.items():
        rows = labelled(source)
        for label, some in (
            (name, rows),
            *(
                [(f"{name}, English", [row for row in rows if row["language"] == "en"])]
                if name in ("topic", "toxicity", "hatesonar")
                else []
            ),
        ):
            halves = [
                shown(precision_recall([row for row in some if row["half"] == half], judge))
                for half in HALVES
            ]
            languages = len({row["language"] for row in some})
            print(f"{label:22} {len(some):4} {languages:9}  {halves[0]:13} {halves[1]}", flush=True)


def main(n: int) -> None:
    print_table()
    given = texts(n)
    print(f"\n{n:,} texts of {statistics.mean(len(text.split()) for text in given):.0f} words on average")
    for name, read in FILTERS.items():
        speed(read, given[:100])
        found = statistics.median(speed(read, given) for _ in range(3))
        print(f"{name:26} {found:10,.0f} texts/s", flush=True)
    began = time.process_time()
    encoder().encode(given[:256])  # what a topic costs: its comparisons are nothing beside that
    print(f"{'TopicFilter, MiniLM':26} {256 / (time.process_time() - began):10,.0f} texts/s")


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["5000"])[0]))
