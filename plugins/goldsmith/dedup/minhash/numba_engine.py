"""The engine compiled by numba; `numpy_engine` gives exactly the same answers without it."""

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.compiled import compiled
from goldsmith.dedup.minhash import hashing
from goldsmith.dedup.minhash.batches import Batch
from goldsmith.dedup.minhash.code_points import ALONE, MARK, SKIP, SPACE, WORD
from goldsmith.dedup.minhash.hashing import CONTENT, LETTER, SHINGLE

__all__ = ["by_key", "jaccard", "shingles", "signatures", "tidy"]

Hashes = NDArray[np.uint64]
Positions = NDArray[np.int64]

_ONE, _8, _32 = np.uint64(1), np.uint64(8), np.uint64(32)
_LOW_BYTE, _LOW_11 = np.uint64(0xFF), np.uint64(0x7FF)


_mix = compiled(hashing.mix)


@compiled
def _words(codes: NDArray[np.uint32], start: int, end: int, classes: NDArray[np.uint8], out: Hashes) -> int:
    count, inside, h = 0, SPACE, np.uint64(0)
    for at in range(start, end):
        kind = classes[codes[at]]
        if kind == SKIP:
            continue
        goes_on = inside == WORD if kind == WORD else kind == MARK and inside != SPACE
        if inside != SPACE and not goes_on:
            out[count] = _mix(h)
            count += 1
            inside, h = SPACE, np.uint64(0)
        if kind >= WORD:
            h = h * LETTER + np.uint64(codes[at]) + _ONE
            if inside == SPACE:
                inside = ALONE if kind == ALONE else WORD
    if inside != SPACE:
        out[count] = _mix(h)
        count += 1
    return count


@compiled
def _characters(
    codes: NDArray[np.uint32], span: tuple[int, int], classes: NDArray[np.uint8], blanks: bool, out: Hashes
) -> int:
    count, pending = 0, False
    for at in range(span[0], span[1]):
        kind = classes[codes[at]]
        if kind == SPACE:
            pending = blanks and count > 0
        elif kind != SKIP:
            if pending:
                out[count] = _mix(np.uint64(33))  # a blank, whatever space it was
                count += 1
                pending = False
            out[count] = _mix(np.uint64(codes[at]) + _ONE)
            count += 1
    return count


@compiled
def _all_shingles(
    texts: tuple[NDArray[np.uint32], Positions, Positions, Hashes],
    classes: NDArray[np.uint8],
    chars: bool,
    size: int,
    out: tuple[Hashes, Positions],
) -> None:
    codes, starts, ends, salts = texts
    hashes, offsets = out
    tokens = np.empty(np.max(ends - starts), np.uint64)
    at = 0
    for text in range(len(starts)):
        count = 0
        if not chars:
            count = _words(codes, starts[text], ends[text], classes, tokens)
        if count == 0:
            count = _characters(codes, (starts[text], ends[text]), classes, chars, tokens)
        for first in range(max(count - size + 1, min(count, 1))):
            h = np.uint64(0)
            for token in range(first, min(first + size, count)):
                h = h * SHINGLE + tokens[token]
            hashes[at] = _mix(h ^ salts[text])
            at += 1
        offsets[text + 1] = at


def shingles(batch: Batch, classes: NDArray[np.uint8], *, chars: bool, size: int) -> tuple[Hashes, Positions]:
    """Return the hashes of all shingles [s], text after text, and where each text's start [t + 1]."""
    hashes = np.empty(len(batch.codes), np.uint64)
    offsets = np.zeros(len(batch.starts) + 1, np.int64)
    if len(batch.starts):
        texts = (batch.codes, batch.starts, batch.ends, batch.salts)
        _all_shingles(texts, classes, chars, size, (hashes, offsets))
    return hashes[: offsets[-1]].copy(), offsets


@compiled
def _all_signatures(
    hashes: Hashes,
    offsets: Positions,
    groups: Hashes,
    permutations: NDArray[np.uint32],
    out: tuple[NDArray[np.uint32], Hashes, Hashes],
) -> None:
    a, b = permutations[0], permutations[1]
    keys, refiner, content = out
    bands, rows = len(keys), len(a) // len(keys)
    minima = np.empty(len(a), np.uint32)
    for row in range(len(groups)):
        minima[:] = np.uint32(0xFFFFFFFF)
        total = np.uint64(0)
        for at in range(offsets[row], offsets[row + 1]):
            total += _mix(hashes[at] ^ CONTENT)
            x = np.uint32(hashes[at] >> _32)
            for k in range(len(a)):
                minima[k] = min(minima[k], np.uint32(a[k] * x + b[k]))
        content[row] = _mix(total ^ groups[row])
        for band in range(bands):
            h = np.uint64(0)
            for k in range(band * rows, (band + 1) * rows):
                h = _mix(h * SHINGLE + np.uint64(minima[k]))
            keys[band, row] = np.uint32(h >> _32)
        refined = np.uint64(0)
        for k in range(8):
            refined = (refined << _8) | (np.uint64(minima[k % len(a)]) & _LOW_BYTE)
        refiner[row] = refined


def signatures(
    hashes: Hashes, offsets: Positions, groups: Hashes, permutations: NDArray[np.uint32], bands: int
) -> tuple[NDArray[np.uint32], Hashes, Hashes]:
    """Return for each row its band keys [bands, r], eight bytes of its signature [r], a hash of its content [r]."""
    count = len(groups)
    out = np.empty((bands, count), np.uint32), np.empty(count, np.uint64), np.empty(count, np.uint64)
    _all_signatures(hashes, offsets, groups, permutations, out)
    return out


@compiled
def _sorted_uniform(values: Hashes, counts: Positions, out: Hashes) -> None:
    # Hashes are uniform: nearly each falls into a bucket of its own, and insertion sort does the rest.
    size = np.uint64(len(values))
    counts[: len(values) + 1] = 0
    for at in range(len(values)):
        counts[((values[at] >> _32) * size >> _32) + _ONE] += 1
    for bucket in range(len(values)):
        counts[bucket + 1] += counts[bucket]
    for at in range(len(values)):
        bucket = (values[at] >> _32) * size >> _32
        out[counts[bucket]] = values[at]
        counts[bucket] += 1
    for at in range(1, len(values)):
        value, hole = out[at], at
        while hole > 0 and out[hole - 1] > value:
            out[hole] = out[hole - 1]
            hole -= 1
        out[hole] = value


@compiled
def _all_tidy(hashes: Hashes, offsets: Positions, rows: Positions, out: Hashes, lengths: Positions) -> None:
    longest = 0
    for index in range(len(rows)):
        longest = max(longest, offsets[rows[index] + 1] - offsets[rows[index]])
    counts, found = np.empty(longest + 1, np.int64), np.empty(longest, np.uint64)
    at = 0
    for index in range(len(rows)):
        values = hashes[offsets[rows[index]] : offsets[rows[index] + 1]]
        _sorted_uniform(values, counts, found)
        start = at
        for k in range(len(values)):
            if k == 0 or found[k] != found[k - 1]:
                out[at] = found[k]
                at += 1
        lengths[index] = at - start


def tidy(hashes: Hashes, offsets: Positions, rows: Positions, out: Hashes) -> Positions:
    """Write the sorted distinct hashes of each of `rows` [t] to `out`, flat, and return how many each has [t]."""
    lengths = np.empty(len(rows), np.int64)
    _all_tidy(hashes, offsets, rows, out, lengths)
    return lengths


@compiled
def _radix_sorted(values: Hashes) -> Hashes:
    counts = np.zeros((3, 2048), np.int64)
    for at in range(len(values)):
        for digit in range(3):
            counts[digit, (values[at] >> np.uint64(32 + 11 * digit)) & _LOW_11] += 1
    other = np.empty_like(values)
    for digit in range(3):
        total = 0
        for value in range(2048):
            counts[digit, value], total = total, total + counts[digit, value]
        for at in range(len(values)):
            place = (values[at] >> np.uint64(32 + 11 * digit)) & _LOW_11
            other[counts[digit, place]] = values[at]
            counts[digit, place] += 1
        values, other = other, values
    return values


def by_key(keys: NDArray[np.uint32]) -> Hashes:
    """Return key * 2^32 + position for each of the keys [n], in order."""
    return _radix_sorted(keys.astype(np.uint64) << _32 | np.arange(len(keys), dtype=np.uint64))


@compiled
def _all_jaccards(
    flat: Hashes,
    starts: Positions,
    lengths: Positions,
    pairs: tuple[Positions, Positions],
    out: NDArray[np.float64],
) -> None:
    left, right = pairs
    for pair in range(len(left)):
        i, j = starts[left[pair]], starts[right[pair]]
        i_end, j_end = i + lengths[left[pair]], j + lengths[right[pair]]
        union, shared = i_end - i + j_end - j, 0
        while i < i_end and j < j_end:
            x, y = flat[i], flat[j]
            shared += x == y
            i += x <= y
            j += y <= x
        union -= shared
        out[pair] = shared / union if union else 0.0


def jaccard(
    flat: Hashes, starts: Positions, lengths: Positions, left: Positions, right: Positions
) -> NDArray[np.float64]:
    """Return the Jaccard similarity of each pair of tidy rows [p]; two empty rows have none: 0."""
    out = np.empty(len(left), np.float64)
    _all_jaccards(flat, starts, lengths, (left, right), out)
    return out
