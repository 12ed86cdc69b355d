"""What a billion rows would take: CPU seconds and bytes a row of what goldsmith does to each, measured here, times the rows.

    python benchmarks/scale.py --rows 1_000_000_000 --cores 512 --core-price 0.04

Times are CPU seconds of one thread on texts of 31 words, so a busy machine hardly changes them. What needs a model is reckoned from tokens
and a price (`--token-price`), for no CPU says what a GPU would do. docs/scale.md reads the figures.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable  # noqa: TC003
from pathlib import Path
from typing import Any

import numpy as np

from goldsmith.data import read_rows, save_jsonl
from goldsmith.dedup import exact_duplicates, near_duplicates
from goldsmith.export import split_rows, to_sft
from goldsmith.filters import (
    detect_languages,
    find_pii,
    find_refusal,
    language_reason,
    length_reason,
    repetition_reason,
    repetition_scores,
)
from goldsmith.labels import EndModel, map_em
from goldsmith_recipes.youtube import TASK
from goldsmith_snorkel import apply_lfs

SAMPLE = 20_000
PROMPT_TOKENS, ANSWER_TOKENS = 300, 5  # of a row that a model labels
Rows = list[dict[str, Any]]


def rows_of(count: int) -> Rows:
    """Return rows of 31 words, a tenth of them nearly copies of others."""
    draw = random.Random(0)
    words = [f"{draw.choice('bdfgklmnprst')}{draw.choice('aeiou')}{number:x}" for number in range(5_000)]
    texts = [" ".join(draw.choices(words, k=31)) for _ in range(count)]
    for number in range(0, count, 10):
        near = texts[number + 1].split()
        near[draw.randrange(31)] = "changed"
        texts[number] = " ".join(near)
    return [{"id": str(number), "text": text} for number, text in enumerate(texts)]


def measured(rows: Rows, folder: Path) -> dict[str, float]:
    """Return CPU seconds a row of each part of the work."""
    texts = [row["text"] for row in rows]
    file = folder / "rows.jsonl"
    chats = [row | {"instruction": row["text"], "generation": "Fine."} for row in rows]
    votes = apply_lfs(TASK.functions, rows, cardinality=2)
    # Of random words hardly a function has an opinion: the model is fitted to votes as dense as those of real texts.
    dense = np.random.default_rng(0).choice([-1, 0, 1], size=votes.shape, p=[0.6, 0.2, 0.2]).astype(np.int8)
    soft = map_em(dense, 2).probabilities
    fitted = EndModel().fit(texts[:2_000], soft[:2_000])
    parts: dict[str, Callable[[], object]] = {
        "write JSONL": lambda: save_jsonl(rows, file),
        "read JSONL": lambda: read_rows(file),
        "length": lambda: [length_reason(text) for text in texts],
        "language": lambda: [language_reason(verdict, ["en"]) for verdict in detect_languages(texts)],
        "repetition": lambda: [repetition_reason(repetition_scores(text)) for text in texts],
        "refusals": lambda: [find_refusal(text) for text in texts],
        "personal data": lambda: [find_pii(text) for text in texts],
        "exact duplicates": lambda: exact_duplicates(texts),
        "near-duplicates": lambda: near_duplicates(texts),
        "ten labeling functions": lambda: apply_lfs(TASK.functions, rows, cardinality=2),
        "label model": lambda: map_em(dense, 2),
        "end model, predicting": lambda: fitted.predict(texts),
        "split": lambda: split_rows(rows, {"test": 0.1}),
        "chat rows": lambda: to_sft(chats),
    }
    found = {}
    for name, part in parts.items():
        part() if name == "near-duplicates" else None  # compiled once
        started = time.process_time()
        part()
        found[name] = (time.process_time() - started) / len(rows)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000_000)
    parser.add_argument("--cores", type=int, default=512)
    parser.add_argument("--core-price", type=float, default=0.04, help="dollars a core and hour")
    parser.add_argument("--token-price", type=float, default=0.1, help="dollars a million tokens of a model")
    args = parser.parse_args()
    rows = rows_of(SAMPLE)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(rows, Path(folder))
        size = len(json.dumps(rows[0])) + 1
    total = 0.0
    print(f"{'part':<24} µs a row   core hours for {args.rows:,} rows")
    for name, seconds in found.items():
        hours = seconds * args.rows / 3600
        total += hours
        print(f"{name:<24} {seconds * 1e6:8.1f}   {hours:12,.1f}")
    print(
        f"{'all of these':<24} {'':8}   {total:12,.1f}: {total / args.cores:.1f} h on {args.cores} cores, ${total * args.core_price:,.0f}"
    )
    print(f"text as JSONL            {size * args.rows / 2**40:.2f} TiB")
    tokens = args.rows * (PROMPT_TOKENS + ANSWER_TOKENS)
    print(f"a model on every row     {tokens / 1e9:,.0f} G tokens, ${tokens / 1e6 * args.token_price:,.0f}")


if __name__ == "__main__":
    main()
