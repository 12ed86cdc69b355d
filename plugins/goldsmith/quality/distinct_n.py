"""How many different n-grams texts use."""

from collections.abc import Iterable

from goldsmith.quality.word_grams import gram_levels, words_of

__all__ = ["distinct_n"]


def distinct_n(texts: Iterable[str], n: int = 2) -> float:
    """Return the share of different n-grams of words among all of them (Li et al. 2016, section 5), in [0, 1].

    It falls as texts are added, so compare sets of the same size. Without any n-gram it is 0.

    Raises:
        ValueError: `n` is below 1.

    Four word pairs, three of them different:

    >>> distinct_n(["the cat sat", "the cat ran"])
    0.75
    """
    if n < 1:
        raise ValueError(f"n-grams have at least one word, got n={n}")
    grams = gram_levels([words_of(text) for text in texts], n)[-1]
    return grams.count / len(grams.ids) if len(grams.ids) else 0.0
