"""How far a new text is from its original."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.augment.tokens import tokenize
from goldsmith.dedup.unit_vectors import unit_vectors
from goldsmith.errors import InputError
from goldsmith.extras import require

__all__ = ["least_likeness", "likeness", "word_change"]

Floats: TypeAlias = npt.NDArray[np.float64]

_PAIRS = 20_000  # of originals of different labels that are looked at
_LONGEST = 5_000  # pieces of a text that are compared


def word_change(original: str, text: str) -> float:
    """Return the edit distance of two texts in words and marks, as a share of the longer one, in [0, 1].

    Levenshtein's distance of the pieces that `tokenize` finds, blanks aside; of long texts the first 5,000 pieces.

    >>> word_change("the film was good", "the movie was good")
    0.25
    """
    levenshtein = require("rapidfuzz.distance", extra="augment").Levenshtein
    return float(levenshtein.normalized_distance(_pieces(original), _pieces(text)))


def likeness(originals: npt.ArrayLike, vectors: npt.ArrayLike, parents: Sequence[int]) -> Floats:
    """Return the cosine of each new text's vector and its original's, [m], in [-1, 1]; 0 where one is nothing.

    Args:
        originals: vectors, [n, d].
        vectors: of the new texts, [m, d].
        parents: the place of each one's original, [m].
    """
    before, after = unit_vectors(originals), unit_vectors(vectors)
    found: Floats = np.einsum("ij,ij->i", before[np.asarray(parents, dtype=np.intp)], after).astype(
        np.float64
    )
    return found


def least_likeness(
    originals: npt.ArrayLike, labels: Sequence[str], *, share: float = 0.95, seed: int = 0
) -> float:
    """Return the cosine below which `share` of the pairs of originals with different labels lie.

    A text no closer to its original than that is as close to it as texts of other labels are: that it was made of it
    says nothing about its label any more. At most 20,000 pairs are drawn.

    Args:
        originals: vectors, [n, d].
        labels: [n].
        share: in (0, 1).
        seed: of the pairs.

    Raises:
        InputError: all labels are the same.

    >>> least_likeness([[1.0, 0.0], [0.0, 1.0]], ["a", "b"])
    0.0
    """
    names, number = np.unique(np.asarray(labels), return_inverse=True)
    if len(names) < 2:
        raise InputError("how alike texts of different labels are can only be told of two labels or more")
    rng = np.random.default_rng(seed)
    one, other = rng.integers(len(number), size=(2, 4 * _PAIRS))
    different = np.flatnonzero(number[one] != number[other])[:_PAIRS]
    unit = unit_vectors(originals)
    cosines = np.einsum("ij,ij->i", unit[one[different]], unit[other[different]])
    return float(np.quantile(cosines, share))


@lru_cache(maxsize=256)  # an original is compared with each of its variants
def _pieces(text: str) -> tuple[str, ...]:
    return tuple(token.text.casefold() for token in tokenize(text) if token.kind != "space")[:_LONGEST]
