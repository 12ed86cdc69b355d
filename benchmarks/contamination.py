"""Rows that have something of a test set: how many are found, how many others are flagged, and how fast.

Run with: python benchmarks/contamination.py [--data FILE of {"question"}] [--items N]

Half of the questions are the evaluation set; rows are made of them: word for word, with 5 and 15 % of their words replaced, 60 % of
their words in one span, in the middle of another text; and of none: the other half, and texts that share a long boilerplate
with all items. Each rule is measured on the same rows. Then paraphrases and their look-alikes
(`tests/data/dedup/paraphrases.jsonl`) by MiniLM's vectors, with and without the agreement of numbers, names and negations.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np

from goldsmith.dedup import disagreement, read
from goldsmith.filters import EvaluationItems
from goldsmith.quality import shared_runs
from goldsmith_distilabel.llms import MiniLMEmbeddings

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "plugins" / "goldsmith_recipes" / "data" / "seed_tasks.jsonl"
PAIRS = ROOT / "tests" / "data" / "dedup" / "paraphrases.jsonl"
BOILERPLATE = "Read the following problem with care, think step by step and then give the final answer on a line of its own: "


def edited(text: str, share: float, words: list[str], rng: random.Random) -> str:
    return " ".join(rng.choice(words) if rng.random() < share else word for word in text.split())


def span(text: str, share: float, rng: random.Random) -> str:
    words = text.split()
    length = max(1, round(share * len(words)))
    begin = rng.randrange(len(words) - length + 1)
    return " ".join(words[begin : begin + length])


def made(items: list[str], others: list[str], rng: random.Random) -> dict[str, list[str]]:
    words = [word for text in others for word in text.split()]
    bare = [item.removeprefix(BOILERPLATE) for item in items]
    return {
        "verbatim": bare,
        "5 % edited": [edited(text, 0.05, words, rng) for text in bare],
        "15 % edited": [edited(text, 0.15, words, rng) for text in bare],
        "a 60 % span": [span(text, 0.6, rng) for text in bare],
        "within a text": [f"{rng.choice(others)} {text} {rng.choice(others)}" for text in bare],
        "NOT: others": others,
        "NOT: boilerplate": [BOILERPLATE + text for text in others],
    }


def by_rule(items: list[str], rows: dict[str, list[str]]) -> None:
    rules = {
        "as shipped": EvaluationItems(items),
        "no boilerplate cut": EvaluationItems(items, most_items=len(items)),
        "share alone": EvaluationItems(items, least=0),
        "covered 0.5": EvaluationItems(items, covered=0.5),
    }
    print(f"{'flagged':20}" + "".join(f"{kind:>18}" for kind in rows) + f"{'precision':>12}")
    for name, rule in rules.items():
        flags = {kind: [bool(one) for one in rule.overlaps(texts)] for kind, texts in rows.items()}
        told(name, flags)
    for n in (8, 13):  # the rule of many papers: any run of n words
        flags = {kind: (shared_runs(texts, items, n).hits > 0).tolist() for kind, texts in rows.items()}
        told(f"any {n} words", flags)
    texts = [text for each in rows.values() for text in each]
    began = time.process_time()
    rules["as shipped"].overlaps(texts)
    print(
        f"{len(texts) / (time.process_time() - began):,.0f} rows/s, {sum(map(len, (t.split() for t in texts))) / len(texts):.0f} words each"
    )


def told(name: str, flags: dict[str, list[bool]]) -> None:
    right = sum(sum(found) for kind, found in flags.items() if not kind.startswith("NOT"))
    wrong = sum(sum(found) for kind, found in flags.items() if kind.startswith("NOT"))
    shares = "".join(f"{np.mean(found):18.3f}" for found in flags.values())
    print(f"{name:20}{shares}{right / max(right + wrong, 1):12.3f}", flush=True)


def by_meaning() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    embeddings = MiniLMEmbeddings()
    embeddings.load()
    one, other = (np.array(embeddings.encode([pair[side] for pair in pairs])) for side in ("one", "other"))
    cosines = (one * other).sum(axis=1)
    agreed = np.array(
        [
            not disagreement(*(read(pair[side], pair["language"]) for side in ("one", "other")))
            for pair in pairs
        ]
    )
    twin = np.array([pair["kind"] == "paraphrase" for pair in pairs])
    print(f"{'paraphrases':20}{'found':>10}{'look-alikes found':>20}   (of {twin.sum()} and {(~twin).sum()})")
    for least in (0.7, 0.75, 0.8, 0.85, 0.9):
        near = cosines >= least
        print(f"cosine {least:<13}{near[twin].mean():10.2f}{near[~twin].mean():20.2f}")
        print(
            f"{'  and agreement':20}{(near & agreed)[twin].mean():10.2f}{(near & agreed)[~twin].mean():20.2f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SAMPLE)
    parser.add_argument("--items", type=int, default=600)
    told_to = parser.parse_args()
    given = [json.loads(line) for line in told_to.data.read_text("utf-8").splitlines()]
    texts = [text for row in given if len((text := row.get("question") or row["instruction"]).split()) >= 8]
    rng = random.Random(0)
    rng.shuffle(texts)
    half = min(told_to.items, len(texts) // 2)
    items, others = [BOILERPLATE + text for text in texts[:half]], texts[half : 2 * half]
    print(f"{half} evaluation items of {told_to.data.name}")
    by_rule(items, made(items, others, rng))
    by_meaning()


if __name__ == "__main__":
    main()
