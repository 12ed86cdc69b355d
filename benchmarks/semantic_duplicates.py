"""Duplicates in meaning among 100,000 vectors of 384 dimensions: how long it takes, which planted twins are found, what is lost.

Run with: python benchmarks/semantic_duplicates.py [vectors]

Half of the vectors lie around 500 topics, the other half are a twin of each at a cosine of .97, whose text is the same but for two
polite words: every one of the first half must stay, every twin must go. A tenth of the twins are look-alikes, with a number
of their own: they must stay. Then the same in ten calls to an index in a folder, the twins after the others, and the most memory that either way had resident.
"""

import resource
import sys
import tempfile
import time

import numpy as np

from goldsmith.dedup import ParaphraseIndex, paraphrases

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
    texts, vectors = [*texts, *others], np.concatenate([one, twins])
    for way in (at_once, by_and_by):
        began, wall = time.process_time(), time.perf_counter()
        repeats = way(texts, vectors)
        spent, waited = time.process_time() - began, time.perf_counter() - wall
        gone = repeats[half:] == np.arange(half)
        print(f"{way.__name__}: {n:,} vectors: {spent:.0f} CPU s, {waited:.0f} s, {memory():.2f} GB at most")
        print(
            f"twins found {gone[~alike].mean():.4f}, look-alikes dropped {gone[alike].sum()}, originals lost {(repeats[:half] != np.arange(half)).sum()}"
        )


def at_once(texts: list[str], vectors: np.ndarray) -> np.ndarray:
    return paraphrases(texts, vectors, 0.9).rows


def by_and_by(texts: list[str], vectors: np.ndarray) -> np.ndarray:
    found: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        for begin in range(0, len(texts), len(texts) // 10):
            part = slice(begin, begin + len(texts) // 10)
            ids = [str(number) for number in range(begin, begin + len(texts[part]))]
            others = (
                ParaphraseIndex(folder, threshold=0.9).admit(ids, texts[part], vectors[part]).duplicate_of
            )
            found += [int(one if other is None else other) for one, other in zip(ids, others, strict=True)]
    return np.array(found)


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["100000"])[0]))
