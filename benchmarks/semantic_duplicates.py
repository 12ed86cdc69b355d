"""Duplicates in meaning among 100,000 vectors of 384 dimensions: how long it takes, which planted twins are found, what is lost.

Run with: python benchmarks/semantic_duplicates.py [vectors]

Half of the vectors lie around 500 topics, the other half are a twin of each at a cosine of .97, whose text is the same but for two
polite words: every one of the first half must stay, every twin must go. A tenth of the twins are look-alikes, with a number
of their own: they must stay.
"""

import sys
import time

import numpy as np

from goldsmith.dedup import paraphrases

DIMENSIONS, TOPICS = 384, 500


def main(n: int) -> None:
    rng = np.random.default_rng(0)
    half = n // 2
    topics = rng.normal(size=(TOPICS, DIMENSIONS)).astype(np.float32)
    one = topics[rng.integers(TOPICS, size=half)] + 0.9 * rng.normal(size=(half, DIMENSIONS)).astype(
        np.float32
    )
    twins = one + 0.35 * rng.normal(size=one.shape).astype(np.float32)
    drawn = rng.integers(5000, size=(half, 12)).tolist()
    letters = "abcdefghijklmnopqrst"
    words = [letters[k % 20] + letters[k // 20 % 20] + letters[k // 400] + "a" for k in range(5000)]
    texts = [" ".join(words[k] for k in row) for row in drawn]
    alike = np.arange(half) % 10 == 0
    others = [
        f"please tell {text}" + (" 7" if other else "") for text, other in zip(texts, alike, strict=True)
    ]
    began, wall = time.process_time(), time.perf_counter()
    found = paraphrases([*texts, *others], np.concatenate([one, twins]), 0.9)
    spent, waited = time.process_time() - began, time.perf_counter() - wall
    gone = found.rows[half:] == np.arange(half)
    print(f"{n:,} vectors: {spent:.0f} CPU s, {waited:.0f} s")
    print(
        f"twins found {gone[~alike].mean():.4f}, look-alikes dropped {gone[alike].sum()}, originals lost {(found.rows[:half] != np.arange(half)).sum()}"
    )


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["100000"])[0]))
