"""Model collapse: what a generation of texts has lost of the one that people wrote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.quality.intervals import jackknife_errors, z_of
from goldsmith.quality.measure import Measure
from goldsmith.quality.trend import Trend, mann_kendall
from goldsmith.quality.word_grams import Grams, gram_levels, words_of

__all__ = ["FEWEST_HUMAN", "Collapse", "Curve", "collapse"]

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FEWEST_HUMAN = 16  # texts
_NAMES = {
    "rare words kept": "Share of the rare words of one half of the human texts that occur in the generation.",
    "rare pairs kept": "The same of pairs of words.",
    "rare words' share": "Share of the generation's words that are such rare words.",
    "word entropy": "Entropy of the words in bits (Shannon 1948).",
    "pair entropy": "Entropy of the pairs of words in bits.",
    "distinct-2": "Different pairs of words over all of them (Li et al. 2016).",
}
_SHARES = {"rare words kept", "rare pairs kept", "rare words' share", "distinct-2"}


@dataclass(frozen=True)
class Curve:
    """A measure over the generations.

    Attributes:
        name: of the measure.
        points: the measure of fresh human texts, then of each generation.
        trend: over the points.
        lost: whether the last generation's interval lies below that of the human texts.
    """

    name: str
    points: tuple[Measure, ...]
    trend: Trend
    lost: bool


@dataclass(frozen=True)
class Collapse:
    """The measures of collapse over generations.

    Attributes:
        curves: one a measure.
        words: on how many words each point was measured.
    """

    curves: tuple[Curve, ...]
    words: int

    @property
    def collapsed(self) -> bool:
        """Whether rare words or pairs are lost and the entropy is lower too, both beyond their intervals."""
        lost = {curve.name for curve in self.curves if curve.lost}
        rare = lost & {"rare words kept", "rare pairs kept", "rare words' share"}
        return bool(rare and lost & {"word entropy", "pair entropy"})

    def __getitem__(self, name: str) -> Curve:
        """Return the curve of this name.

        Raises:
            KeyError: there is none.
        """
        return {curve.name: curve for curve in self.curves}[name]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "collapsed": self.collapsed,
            "words": self.words,
            "curves": {
                curve.name: {
                    "points": [point.to_dict() for point in curve.points],
                    "tau": None if isnan(curve.trend.tau) else curve.trend.tau,
                    "p": None if isnan(curve.trend.p) else curve.trend.p,
                    "lost": curve.lost,
                }
                for curve in self.curves
            },
        }


def collapse(
    human: Sequence[str],
    generations: Sequence[Sequence[str]],
    *,
    rare: float = 0.2,
    sample: int = 4_000,
    resamples: int = 50,
    level: float = 0.95,
    seed: int = 0,
) -> Collapse:
    """Return what each generation keeps of the rare words and pairs of human texts, and how rich it is.

    Shumailov et al. 2024 ("AI models collapse when trained on recursively generated data", Nature 631): the tails of the
    distribution go first, then its variance. A fresh sample of human texts lacks rare words of another one too, so
    the human texts are parted by lot: from one half it is read which words are rare, the other half is the first point of every
    curve, what no collapse looks like. All are measured on the same number of words, the first of rows drawn by lot, as each of
    these measures depends on it. Rare are the n-grams after the commonest that together make up `1 - rare` of all.

    Intervals are z standard errors of a jackknife over the rows (`jackknife_errors`).

    Args:
        human: texts that people wrote (or generation 0), at least 16, for the same task: other topics look like a loss.
        generations: the texts of generation 1, 2, ...
        rare: the share of the words (and pairs) that counts as rare, in (0, 1).
        sample: rows of each generation, and of each half, at most.
        resamples: of the jackknife behind the intervals.
        level: of the intervals.
        seed: of all draws.

    Raises:
        InputError: no generation, too few human texts, or an option out of bounds.

    >>> human = [f"the {noun} saw a {other}" for noun in "abcdefghij" for other in "klmnopqrst"]
    >>> found = collapse(human, [human[:10] * 10])
    >>> found["word entropy"].lost, found.collapsed
    (True, True)
    """
    if not generations or len(human) < FEWEST_HUMAN:
        raise InputError(
            f"wanted {FEWEST_HUMAN} human texts and one generation at least, got {len(human)} and {len(generations)}"
        )
    if not 0 < rare < 1:
        raise InputError(f"rare must be in (0, 1), got {rare}")
    z = z_of(level)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(human))
    halves = [[human[row] for row in part[:sample].tolist()] for part in np.array_split(order, 2)]
    sets = [*halves, *(_drawn(texts, sample, rng) for texts in generations)]
    split = [[words_of(text) for text in texts] for texts in sets]
    budget = min(sum(map(len, texts)) for texts in split)
    cut = [_first_words(texts, budget) for texts in split]
    base, *points = _parts(cut)
    tails = [_rare(grams, rare) for grams in base]
    found = []
    for part, whole in zip(points, [human, *generations], strict=True):
        statistic, n = _statistic(part, tails), part[0].texts
        errors = jackknife_errors(n, statistic, resamples=resamples, seed=seed)
        found.append(_measures(statistic(np.ones(n, np.bool_)), z * errors, n, len(whole)))
    return Collapse(
        tuple(_curve(name, [each[at] for each in found]) for at, name in enumerate(_NAMES)), budget
    )


def _drawn(texts: Sequence[str], sample: int, rng: np.random.Generator) -> list[str]:
    rows: list[int] = rng.permutation(len(texts))[:sample].tolist()
    return [texts[row] for row in rows]


def _first_words(texts: Sequence[Sequence[str]], budget: int) -> list[Sequence[str]]:
    """Return the texts up to so many words; the last one is cut."""
    kept: list[Sequence[str]] = []
    for text in texts:
        if budget <= 0:
            break
        kept.append(text[:budget])
        budget -= len(kept[-1])
    return kept


def _parts(sets: Sequence[Sequence[Sequence[str]]]) -> list[list[Grams]]:
    """Return the words and pairs of each set, numbered alike in all."""
    both = gram_levels([text for texts in sets for text in texts], 2)
    ends = np.cumsum([0, *map(len, sets)]).tolist()
    return [[_between(grams, low, high) for grams in both] for low, high in pairwise(ends)]


def _between(grams: Grams, low: int, high: int) -> Grams:
    begin, end = np.searchsorted(grams.rows, [low, high])
    return Grams(
        grams.n, grams.ids[begin:end], grams.rows[begin:end] - low, grams.starts[begin:end], grams.count, high - low
    )  # fmt: skip


def _rare(grams: Grams, share: float) -> Mask:
    """Return which n-grams are in the tail: those after the commonest that make up 1 - share of all."""
    counts = np.bincount(grams.ids, minlength=grams.count)
    order = np.argsort(-counts, kind="stable")
    before = np.cumsum(counts[order]) - counts[order]
    tail = np.zeros(grams.count, np.bool_)
    tail[order[before >= (1 - share) * counts.sum()]] = True
    return tail & (counts > 0)


def _statistic(part: Sequence[Grams], tails: Sequence[Mask]) -> Callable[[Mask], list[float]]:
    """Return what takes a mask of the part's texts to the measures, in the order of `_NAMES`."""

    def statistic(used: Mask) -> list[float]:
        words, pairs = (
            np.bincount(grams.ids[used[grams.rows]], minlength=grams.count).astype(np.int64) for grams in part
        )
        return [
            _kept(words, tails[0]),
            _kept(pairs, tails[1]),
            float(words[tails[0]].sum() / max(words.sum(), 1)),
            _entropy(words),
            _entropy(pairs),
            float((pairs > 0).sum() / max(pairs.sum(), 1)),
        ]

    return statistic


def _measures(values: Sequence[float], reach: npt.NDArray[np.float64], n: int, of: int) -> list[Measure]:
    most = {name: 1.0 if name in _SHARES else inf for name in _NAMES}
    return [
        Measure(
            name,
            value,
            float(np.maximum(0, value - way)),
            float(np.minimum(most[name], value + way)),
            n,
            of,
            _NAMES[name],
            "percent" if name in _SHARES else "number",
        )
        for name, value, way in zip(_NAMES, values, reach, strict=True)
    ]


def _kept(counts: Ints, tail: Mask) -> float:
    return float((counts[tail] > 0).mean()) if tail.any() else float("nan")


def _entropy(counts: Ints) -> float:
    shares = counts[counts > 0] / max(int(counts.sum()), 1)
    return float(-(shares * np.log2(shares)).sum()) + 0.0


def _curve(name: str, points: Sequence[Measure]) -> Curve:
    lost = points[-1].high < points[0].low
    return Curve(name, tuple(points), mann_kendall([point.value for point in points]), bool(lost))
