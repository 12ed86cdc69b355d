"""The engine without numba: the same hashes, signatures and similarities, at about a fifth of the speed."""

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.minhash.batches import Batch
from goldsmith.dedup.minhash.code_points import ALONE, MARK, SKIP, SPACE, WORD
from goldsmith.dedup.minhash.hashing import CONTENT, LETTER, SHINGLE, mix

__all__ = ["by_key", "jaccard", "shingles", "signatures", "tidy"]

Hashes = NDArray[np.uint64]
Positions = NDArray[np.int64]
Flags = NDArray[np.bool_]

_BLANK = np.uint32(32)
_MOST_AT_ONCE = 1 << 22  # hashes compared in one go


def shingles(batch: Batch, classes: NDArray[np.uint8], *, chars: bool, size: int) -> tuple[Hashes, Positions]:
    """Return the hashes of all shingles [s], text after text, and where each text's start [t + 1]."""
    codes, count = batch.codes, len(batch.starts)
    kinds = classes[codes]
    seen = kinds != SKIP
    texts = np.repeat(np.arange(count), batch.ends - batch.starts + 1)[seen]
    codes, kinds = codes[seen], kinds[seen]
    used, first = _characters(kinds, texts) if chars else _words(kinds, texts, count)
    tokens = _token_hashes(np.where(kinds == SPACE, _BLANK, codes)[used], first[used])
    counts = np.bincount(texts[used & first], minlength=count)
    return _windows(tokens, counts, batch.salts, size)


def _characters(kinds: NDArray[np.uint8], texts: Positions) -> tuple[Flags, Flags]:
    visible = kinds != SPACE
    after = np.flatnonzero(visible)
    following = np.searchsorted(after, np.arange(len(kinds)))
    nearest = after[np.minimum(following, len(after) - 1)] if len(after) else np.zeros(len(kinds), np.int64)
    ends_inside = (following < len(after)) & (texts[nearest] == texts)
    starts_inside = _previous(visible, default=False) & (_previous(texts, default=-1) == texts)
    used = visible | (ends_inside & starts_inside)
    return used, used


def _words(kinds: NDArray[np.uint8], texts: Positions, count: int) -> tuple[Flags, Flags]:
    mark = kinds == MARK
    base = kinds[np.maximum.accumulate(np.where(mark, 0, np.arange(len(kinds))))]
    role = np.where(mark, np.where(base == ALONE, ALONE, WORD), kinds)
    inside = (role == WORD) | (role == ALONE)
    before = _previous(role, default=SPACE)
    goes_on = np.where(mark, (before == WORD) | (before == ALONE), (role == WORD) & (before == WORD))
    first = inside & ~goes_on
    wordless = np.bincount(texts[inside], minlength=count) == 0
    lone = wordless[texts] & (kinds != SPACE)
    return inside | lone, first | lone


def _previous(values: NDArray[np.generic], default: int) -> NDArray[np.generic]:
    out = np.empty_like(values)
    out[:1], out[1:] = default, values[:-1]
    return out


def _token_hashes(codes: NDArray[np.uint32], first: Flags) -> Hashes:
    starts = np.flatnonzero(first)
    if not len(starts):
        return np.empty(0, np.uint64)
    lengths = np.diff(starts, append=len(codes))
    places = np.repeat(starts + lengths - 1, lengths) - np.arange(len(codes))
    values = (codes.astype(np.uint64) + np.uint64(1)) * _powers(LETTER, int(lengths.max()))[places]
    return mix(np.add.reduceat(values, starts))


def _powers(base: np.uint64, count: int) -> Hashes:
    powers = np.full(count, base)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _windows(tokens: Hashes, counts: Positions, salts: Hashes, size: int) -> tuple[Hashes, Positions]:
    per_text = np.maximum(counts - size + 1, np.minimum(counts, 1))
    offsets = np.concatenate([[0], np.cumsum(per_text)])
    first_tokens = np.cumsum(counts) - counts
    at = np.arange(offsets[-1]) + np.repeat(first_tokens - offsets[:-1], per_text)
    widths = np.repeat(np.minimum(counts, size), per_text)
    hashes = np.zeros(len(at), np.uint64)
    for place in range(min(size, int(counts.max(initial=0)))):
        wide = widths > place
        hashes[wide] = hashes[wide] * SHINGLE + tokens[at[wide] + place]
    return mix(hashes ^ np.repeat(salts, per_text)), offsets


def signatures(
    hashes: Hashes, offsets: Positions, groups: Hashes, permutations: NDArray[np.uint32], bands: int
) -> tuple[NDArray[np.uint32], Hashes, Hashes]:
    """Return for each row its band keys [bands, r], eight bytes of its signature [r], a hash of its content [r]."""
    a, b = permutations
    full = np.flatnonzero(np.diff(offsets))
    starts = offsets[full]
    minima = np.full((len(a), len(groups)), 0xFFFFFFFF, np.uint32)
    total = np.zeros(len(groups), np.uint64)
    if len(full):
        x = (hashes >> np.uint64(32)).astype(np.uint32)
        for k in range(len(a)):
            minima[k, full] = np.minimum.reduceat(a[k] * x + b[k], starts)
        total[full] = np.add.reduceat(mix(hashes ^ CONTENT), starts)
    keys: Hashes = np.zeros((bands, len(groups)), np.uint64)
    for k in range(len(a) // bands):
        keys = mix(keys * SHINGLE + minima[k :: len(a) // bands].astype(np.uint64))
    refiner = np.zeros(len(groups), np.uint64)
    for k in range(8):
        refiner = (refiner << np.uint64(8)) | (minima[k % len(a)].astype(np.uint64) & np.uint64(0xFF))
    return (keys >> np.uint64(32)).astype(np.uint32), refiner, mix(total ^ groups)


def tidy(hashes: Hashes, offsets: Positions, rows: Positions, out: Hashes) -> Positions:
    """Write the sorted distinct hashes of each of `rows` [t] to `out`, flat, and return how many each has [t]."""
    sizes = offsets[rows + 1] - offsets[rows]
    owner = np.repeat(np.arange(len(rows)), sizes)
    found = hashes[_spans(offsets[rows], sizes)]
    order = np.lexsort((found, owner))
    found, owner = found[order], owner[order]
    new = np.ones(len(found), np.bool_)
    new[1:] = (found[1:] != found[:-1]) | (owner[1:] != owner[:-1])
    out[: np.count_nonzero(new)] = found[new]
    return np.bincount(owner[new], minlength=len(rows))


def _spans(starts: Positions, lengths: Positions) -> Positions:
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)


def by_key(keys: NDArray[np.uint32]) -> Hashes:
    """Return key * 2^32 + position for each of the keys [n], in order."""
    return np.sort(keys.astype(np.uint64) << np.uint64(32) | np.arange(len(keys), dtype=np.uint64))


def jaccard(
    flat: Hashes, starts: Positions, lengths: Positions, left: Positions, right: Positions
) -> NDArray[np.float64]:
    """Return the Jaccard similarity of each pair of tidy rows [p]; two empty rows have none: 0."""
    sizes = lengths[left] + lengths[right]
    shared = np.zeros(len(left), np.int64)
    cuts = np.flatnonzero(np.diff(np.cumsum(sizes) // _MOST_AT_ONCE, prepend=-1))
    for begin, end in zip(cuts, [*cuts[1:], len(left)], strict=True):
        part = slice(begin, end)
        shared[part] = _shared(flat, starts, lengths, left[part], right[part])
    out: NDArray[np.float64] = np.zeros(len(left))
    np.divide(shared, sizes - shared, out=out, where=sizes > shared)
    return out


def _shared(
    flat: Hashes, starts: Positions, lengths: Positions, left: Positions, right: Positions
) -> Positions:
    rows = np.concatenate([left, right])
    pairs = np.tile(np.arange(len(left)), 2)
    owner = np.repeat(pairs, lengths[rows])
    hashes = flat[_spans(starts[rows], lengths[rows])]
    order = np.lexsort((hashes, owner))
    hashes, owner = hashes[order], owner[order]
    twice = (hashes[1:] == hashes[:-1]) & (owner[1:] == owner[:-1])
    return np.bincount(owner[1:][twice], minlength=len(left))
