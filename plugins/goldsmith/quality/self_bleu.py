"""How much of each text stands in the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from goldsmith.quality.word_grams import Grams, gram_levels, words_of

__all__ = ["SelfBleu", "self_bleu"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_LONGEST = 4  # words of an n-gram


def self_bleu(texts: Sequence[str], level: Literal["sentence", "corpus"] = "sentence") -> float:
    """Return the mean BLEU of each text against all others, in [0, 1]: the lower, the more diverse (Zhu et al. 2018, Texygen).

    The BLEU is sacrebleu's, to rounding, on texts that are cut into words as here (`tokenize="none"`): n-grams of 1 to 4
    words, clipped by the other texts, the other text closest in length, NIST smoothing (`exp`), and for "sentence" the
    effective order. "corpus" adds up the counts of all texts first, as its `corpus_bleu` does.

    Time is linear in the words (but for sorting them), not quadratic: all that is needed of the others is the two largest
    counts of each n-gram. It grows with the number of texts, so compare sets of the same size. NaN below two texts.

    >>> self_bleu(["open the old door", "open the old door", "name three rivers now"]) == 2 / 3
    True
    """
    found = SelfBleu.of(gram_levels([words_of(text) for text in texts], _LONGEST))
    everything = np.ones(len(texts), np.bool_)
    return found.sentence(everything) if level == "sentence" else found.corpus(everything)


@dataclass(frozen=True)
class SelfBleu:
    """How often each n-gram stands in each text, in an order that makes it quick for any part of the texts.

    Attributes:
        postings: for n = 1 to 4, grams [p], texts [p] and counts [p], by gram and falling count.
        lengths: [n] the words of each text.
    """

    postings: Sequence[tuple[Ints, Ints, Ints]]
    lengths: Ints

    @classmethod
    def of(cls, levels: Sequence[Grams]) -> "SelfBleu":
        """Count the n-grams of the first four lengths."""
        lengths = np.bincount(levels[0].rows, minlength=levels[0].texts)
        return cls([_posted(grams) for grams in levels[:_LONGEST]], lengths)

    def sentence(self, rows: Mask) -> float:
        """Return the mean of sentence BLEUs of the texts [n] that are marked, each against the others."""
        if rows.sum() < 2:
            return float("nan")
        correct, total, lengths, closest = self._counts(rows)
        return float(_bleu(correct, total, lengths, closest, effective=True).mean())

    def corpus(self, rows: Mask) -> float:
        """Return the BLEU of all marked texts together, each against the others."""
        if rows.sum() < 2:
            return float("nan")
        sums = [each.sum(axis=-1, keepdims=True) for each in self._counts(rows)]
        return float(_bleu(sums[0], sums[1], sums[2], sums[3], effective=False)[0])

    def _counts(self, rows: Mask) -> tuple[Ints, Ints, Ints, Ints]:
        """Return matches [4, m], n-grams [4, m], lengths [m] and closest lengths [m] of the m marked texts."""
        correct = np.stack([_matched(*posted, rows) for posted in self.postings])[:, rows]
        lengths = self.lengths[rows]
        total = np.maximum(lengths[None, :] - np.arange(_LONGEST)[:, None], 0)
        return correct, total, lengths, _closest(lengths)


def _posted(grams: Grams) -> tuple[Ints, Ints, Ints]:
    keys, counts = np.unique(grams.ids * max(grams.texts, 1) + grams.rows, return_counts=True)
    gram, row = np.divmod(keys, max(grams.texts, 1))
    order = np.lexsort((-counts, gram))
    return gram[order], row[order], counts[order]


def _matched(gram: Ints, row: Ints, count: Ints, rows: Mask) -> Ints:
    """Return for each text how many of its n-grams the other marked texts hold, clipped by the one that holds most, [n]."""
    used = rows[row]
    gram, row, count = gram[used], row[used], count[used]
    first = np.flatnonzero(np.diff(gram, prepend=-1))
    size = np.diff(first, append=len(gram))
    most = np.repeat(count[first], size)
    second = np.where(size > 1, count[np.minimum(first + 1, len(count) - 1)], 0) if len(gram) else first
    others = most.copy()
    others[first] = second
    return np.bincount(row, weights=np.minimum(count, others), minlength=len(rows)).astype(np.int64)


def _closest(lengths: Ints) -> Ints:
    """Return for each length the closest among the others', the shorter of two equally close."""
    order = np.argsort(lengths, kind="stable")
    ordered = lengths[order]
    far = 4 * int(ordered[-1]) + 4
    before = np.concatenate(([-far], ordered[:-1]))
    after = np.concatenate((ordered[1:], [far]))
    found = np.empty_like(lengths)
    found[order] = np.where(ordered - before <= after - ordered, before, after)
    return found


def _bleu(correct: Ints, total: Ints, length: Ints, closest: Ints, *, effective: bool) -> Floats:
    """Return the BLEU of each column, as sacrebleu's `compute_bleu` with exponential smoothing."""
    missing = (correct == 0) & (total > 0)
    smooth = 2.0 ** np.cumsum(missing, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(missing, 1 / (smooth * total), correct / total)
        logs = np.where(total > 0, np.log(precision), 0 if effective else -np.inf)
        orders = (total > 0).sum(axis=0) if effective else _LONGEST
        penalty = np.where(length < closest, 1 - closest / length, 0.0)
        score = np.exp(penalty + logs.sum(axis=0) / orders)
    return np.where(correct.any(axis=0), score, 0.0)
