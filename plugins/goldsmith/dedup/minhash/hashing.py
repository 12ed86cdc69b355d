"""The hash both engines compute, bit for bit, in arithmetic modulo 2^64."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["CONTENT", "LETTER", "SHINGLE", "mix", "permutations"]

LETTER = np.uint64(0x100000001B3)  # base of the polynomial over a word's code points
SHINGLE = np.uint64(0x9E3779B97F4A7C15)  # base of the polynomials over a shingle's words and a band's minima
CONTENT = np.uint64(
    0xD6E8FEB86659FD93
)  # tells the hashes summed for a row's content from those of its shingles

_A, _B = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_29, _31, _32 = np.uint64(29), np.uint64(31), np.uint64(32)
Hash = TypeVar("Hash", np.uint64, NDArray[np.uint64])


def mix(h: Hash) -> Hash:
    """Return `h` with every bit spread over all others (a bijection; after Steele et al. 2014, SplitMix64)."""
    h = h ^ (h >> _31)
    h = h * _A
    h = h ^ (h >> _29)
    h = h * _B
    return h ^ (h >> _32)


def permutations(count: int, seed: int) -> NDArray[np.uint32]:
    """Return the odd factors a and the offsets b, [2, count], of linear permutations x -> a x + b modulo 2^32.

    Broder et al. 1998, Min-wise independent permutations, section 5; the x are hashes, spread evenly beforehand.
    """
    drawn = np.random.default_rng(seed).integers(0, 2**32, (2, count), dtype=np.uint32)
    drawn[0] |= np.uint32(1)
    return drawn
