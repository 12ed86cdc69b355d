"""How varied texts are, beside the texts that they were made from."""

from collections.abc import Sequence

from goldsmith.dedup import RougeLNovelty
from goldsmith.quality import distinct_n


def print_diversity(new: Sequence[str], seeds: Sequence[str]) -> None:
    """Print the share of different word pairs, and how near the texts come to the seeds and to one another."""
    few = min(len(new), len(seeds))
    if not few:
        print("  diversity: nothing to compare")
        return
    print(
        f"  different word pairs of {few} texts: {distinct_n(new[:few]):.2f}, of the seeds {distinct_n(seeds[:few]):.2f}"
    )
    print(
        f"  mean ROUGE-L to the nearest seed {nearest(new, seeds):.2f}, to the nearest other text"
        f" {among(new):.2f}, of the seeds {among(seeds):.2f}"
    )


def nearest(texts: Sequence[str], pool: Sequence[str]) -> float:
    """Return the mean, over texts, of the ROUGE-L F-measure to the nearest text of the pool."""
    novelty = RougeLNovelty()
    novelty.add(pool)
    return mean([found.similarity for found in novelty.most_similar(texts)])


def among(texts: Sequence[str]) -> float:
    """Return the mean of the ROUGE-L F-measure to the nearest other one; 0 for a single text."""
    return mean([nearest([text], [*texts[:at], *texts[at + 1 :]]) for at, text in enumerate(texts)])


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
