"""The longest common subsequence with every text of a pool, as far as it can matter; compiled by numba."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.compiled import compiled

__all__ = ["SIGNATURE_WORDS", "Pool", "most_similar", "sign"]

SIGNATURE_WORDS = 4  # of 64 bits: which of 256 buckets a text has a word in

Tokens = NDArray[np.int32]
Signature = NDArray[np.uint64]

_0, _1, _63 = np.uint64(0), np.uint64(1), np.uint64(63)
_SPREAD = np.uint64(
    0x9E3779B97F4A7C15
)  # 2^64 / golden ratio (Knuth, The Art of Computer Programming, section 6.4)


class Pool(NamedTuple):
    """The pooled texts: all word ids in a row, where each text's begin [p + 1], and their signatures [p, 4].

    `extra` [p] is how many words a text has beyond one for each bucket.
    """

    tokens: Tokens
    starts: NDArray[np.int64]
    signatures: Signature
    extra: Tokens


@compiled
def sign(tokens: Tokens, out: Signature) -> int:
    """Mark the buckets of the words in `out` [4], and return how many are marked."""
    marked = 0
    for token in tokens:
        bucket = (np.uint64(token) * _SPREAD) >> np.uint64(56)
        word, bit = bucket >> np.uint64(6), _1 << (bucket & _63)
        if out[word] & bit == _0:
            marked += 1
            out[word] |= bit
    return marked


@compiled
def _ones(x: np.uint64) -> np.uint64:
    x -= (x >> _1) & np.uint64(0x5555555555555555)
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)


@compiled
def _bounds(pool: Pool, known: Tokens, length: int, out: NDArray[np.float64]) -> int:
    # A bucket that only one of two texts has a word in costs that text a word: the rest may be common to both.
    signature = np.zeros(SIGNATURE_WORDS, np.uint64)
    spare = len(known) - sign(known, signature)
    best = 0
    for text in range(len(out)):
        shared = 0
        for word in range(SIGNATURE_WORDS):
            shared += int(_ones(signature[word] & pool.signatures[text, word]))
        common = shared + min(spare, pool.extra[text])
        out[text] = 2.0 * common / (length + pool.starts[text + 1] - pool.starts[text])
        if out[text] > out[best]:
            best = text
    return best


@compiled
def _common(tokens: Tokens, place: Tokens, masks: Signature, state: Signature) -> int:
    # Bit-parallel (Crochemore et al. 2001; Hyyro 2004): a zero bit of `state` is a place at which the longest common
    # subsequence with the words read so far grows.
    for word in range(len(state)):
        state[word] = ~_0
    for token in tokens:
        row = place[token]
        if row < 0:
            continue
        carry = _0
        for word in range(len(state)):
            before = state[word]
            matched = before & masks[row, word]
            total = before + matched
            overflow = total < before
            total += carry
            overflow |= total < carry
            state[word] = total | (before - matched)
            carry = np.uint64(overflow)
    ones = 0
    for word in range(len(state)):
        ones += int(_ones(state[word]))
    return 64 * len(state) - ones


@compiled
def _f_measure(common: int, length: int, other: int) -> float:
    if common == 0:
        return 0.0
    precision, recall = common / length, common / other
    return 2 * precision * recall / (precision + recall)


@compiled
def most_similar(pool: Pool, size: int, vocabulary: int, known: Tokens, length: int) -> tuple[int, float]:
    """Return the first of the pooled texts with the highest ROUGE-L F-measure, and that; -1 if none has a word in common.

    Args:
        pool: its first `size` texts are compared.
        size: how many texts there are.
        vocabulary: how many word ids there are.
        known: the ids of those words of the text that the pool has seen, in order.
        length: how many words the text has.
    """
    best, highest = -1, 0.0
    if size == 0 or len(known) == 0:
        return best, highest
    place = np.full(vocabulary, -1, np.int32)
    masks = np.zeros((len(known), (len(known) + 63) // 64), np.uint64)
    for at in range(len(known)):
        token = known[at]
        if place[token] < 0:
            place[token] = at
        masks[place[token], at >> 6] |= _1 << (np.uint64(at) & _63)
    state = np.empty(masks.shape[1], np.uint64)
    bounds = np.empty(size, np.float64)
    likely = _bounds(pool, known, length, bounds)
    for turn in range(-1, size):
        text = likely if turn < 0 else turn
        if bounds[text] < highest - 1e-9:
            continue
        start, end = pool.starts[text], pool.starts[text + 1]
        common = _common(pool.tokens[start:end], place, masks, state)
        score = _f_measure(common, length, end - start)
        if score > highest or (score == highest and score > 0 and text < best):
            best, highest = text, score
    return best, highest
