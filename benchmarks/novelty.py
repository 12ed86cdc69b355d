"""Candidates per second that RougeLNovelty compares with a pool of instructions, against the rouge_score library.

Needs a package that is no dependency of goldsmith: pip install 'goldsmith[dedup]' rouge-score

    python benchmarks/novelty.py --pool 50000

The pool is the 175 seed tasks of Self-Instruct and instructions made of them by changing 10 to 60 % of the words; so are the
candidates, half of them with 2 to 15 % of the words changed. One thread each. rouge_score compares some candidates with some of
the pool, from which its speed at the whole pool is extrapolated; on these the two must agree to the last bit.
"""

import argparse
import json
import random
import time
from pathlib import Path

from goldsmith.dedup import RougeLNovelty

SEEDS = Path(__file__).parents[2] / "shared" / "data" / "self_instruct" / "seed_tasks.jsonl"
SAMPLE = 200


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pool", type=int, default=50_000)
    parser.add_argument("--candidates", type=int, default=2000)
    parser.add_argument("--seeds", type=Path, default=SEEDS)
    args = parser.parse_args()
    rng = random.Random(0)
    seeds = [json.loads(line)["instruction"] for line in args.seeds.read_text().splitlines()]
    pool = seeds + [varied(rng, seeds, 0.1, 0.6) for _ in range(args.pool - len(seeds))]
    candidates = [
        varied(rng, seeds, *((0.1, 0.6) if at % 2 else (0.02, 0.15))) for at in range(args.candidates)
    ]
    ours, similarities = goldsmith(pool, candidates)
    theirs = rouge_score(pool, candidates)
    copies = sum(similarity > 0.7 for similarity in similarities) / len(similarities)
    print(
        f"goldsmith    {ours:9,.0f} candidates/s at a pool of {len(pool):,}, {copies:.0%} of them above 0.7"
    )
    print(f"rouge_score  {theirs:9.3f} candidates/s, extrapolated: {ours / theirs:,.0f} times less")
    raise SystemExit(ours < 500)


def varied(rng: random.Random, seeds: list[str], least: float, most: float) -> str:
    """Return one of the seeds with a share of its words replaced by words of others."""
    words = rng.choice(seeds).split()
    for at in rng.sample(range(len(words)), max(1, round(len(words) * rng.uniform(least, most)))):
        words[at] = rng.choice(rng.choice(seeds).split())
    return " ".join(words)


def goldsmith(pool: list[str], candidates: list[str]) -> tuple[float, list[float]]:
    """Return candidates a second, warm, and how similar each is to the pool."""
    novelty = RougeLNovelty()
    start = time.perf_counter()
    novelty.add(pool)
    print(f"pooled {len(pool):,} in {time.perf_counter() - start:.1f} s")
    novelty.most_similar(candidates[:10])
    start = time.perf_counter()
    found = novelty.most_similar(candidates)
    return len(candidates) / (time.perf_counter() - start), [each.similarity for each in found]


def rouge_score(pool: list[str], candidates: list[str]) -> float:
    """Return the candidates that it would compare with the whole pool a second, and see that it agrees with us."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rougeL"], use_stemmer=False)
    some = random.Random(1).sample(pool, min(SAMPLE, len(pool)))
    asked = candidates[:20]
    start = time.perf_counter()
    best = [max(scorer.score(text, one)["rougeL"].fmeasure for text in some) for one in asked]
    seconds = time.perf_counter() - start
    novelty = RougeLNovelty()
    novelty.add(some)
    if [each.similarity for each in novelty.most_similar(asked)] != best:
        raise SystemExit("the two do not agree")
    return len(asked) * len(some) / seconds / len(pool)


if __name__ == "__main__":
    main()
