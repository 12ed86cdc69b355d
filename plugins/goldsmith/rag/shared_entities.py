"""Which texts name the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from goldsmith.extras import require
from goldsmith.text import normalise

__all__ = ["shared_entities"]

_BLOCK = 256  # names compared at once with all others
_ROUNDING = 1e-6


def shared_entities(
    entities: Sequence[Sequence[str]], similarity: float = 0.9, ignored_share: float = 0.05
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the pairs of texts that name the same, and what.

    Two names are the same if their normal forms reach a Jaro-Winkler similarity. The commonest names tell nothing: of all
    different names that share of the most frequent is ignored, rounded down (Ragas, which rounds up to one at the least,
    would ignore the only common name of two short texts). Ties fall by the name.

    Args:
        entities: the names in each text, [n].
        similarity: the least Jaro-Winkler similarity, in [0, 1].
        ignored_share: of the different names, in [0, 1].

    Raises:
        MissingExtraError: rapidfuzz is not installed.

    >>> shared_entities([["Ada Lovelace"], ["ada lovelace", "London"], ["Paris"]])
    {(0, 1): ('Ada Lovelace',)}
    """
    places: dict[str, set[int]] = defaultdict(set)
    shown: dict[str, str] = {}
    for place, names in enumerate(entities):
        for name in names:
            if key := normalise(name):
                places[key].add(place)
                shown.setdefault(key, name)
    common = sorted(places, key=lambda key: (-len(places[key]), key))[: int(ignored_share * len(places))]
    kept = sorted(set(places) - set(common))
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one, other in _alike(kept, similarity):
        for first in places[one]:
            for second in places[other]:
                if first != second:
                    found[min(first, second), max(first, second)].add(shown[one])
    return {pair: tuple(sorted(found[pair])) for pair in sorted(found)}


def _alike(names: list[str], similarity: float) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names that are the same, each name with itself among them."""
    process = require("rapidfuzz.process", extra="documents")
    scorer = require("rapidfuzz.distance", extra="documents").JaroWinkler.normalized_similarity
    least = similarity - _ROUNDING
    for begin in range(0, len(names), _BLOCK):
        block = names[begin : begin + _BLOCK]
        scores = process.cdist(block, names, scorer=scorer, score_cutoff=max(least, 0), dtype=np.float32)
        for row, column in zip(*np.nonzero(scores >= least), strict=True):
            if begin + int(row) <= int(column):
                yield block[int(row)], names[int(column)]
