"""How far made texts are from human ones, by the cells that their vectors fall into."""

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.one_thread import one_thread
from goldsmith.quality.intervals import sampled
from goldsmith.quality.measure import Measure
from goldsmith.quality.vectors import Vectors, unit_vectors

__all__ = ["divergence_frontier", "frontier_area", "frontier_integral"]

Floats = npt.NDArray[np.float64]

_SCALING = 5.0
_MIXTURES = np.linspace(1e-6, 1 - 1e-6, 25)
_EXPLAINED = 0.9  # of the variance, by the principal components that are clustered
_RESAMPLES = 200
_DEFINITION = (
    "MAUVE's area under the divergence frontier of the cells that human and made texts fall into, 0 nothing in common to "
    "1 alike (Pillutla et al. 2021, 2023; smoothed). Compare values of the same vectors and sample only."
)


@dataclass(frozen=True)
class _Cells:
    made: npt.NDArray[np.int64]
    human: npt.NDArray[np.int64]
    count: int


def frontier_area(p: npt.ArrayLike, q: npt.ArrayLike) -> float:
    """Return the area under the divergence frontier of two histograms, in [0, 1]: MAUVE.

    Pillutla et al. 2021, "MAUVE: Measuring the Gap Between Neural Text and Human Text" (arXiv 2102.01454), equations 1 and 2:
    the curve of exp(-5 KL(q | r)) against exp(-5 KL(p | r)) over 25 mixtures r = w p + (1 - w) q, with the points (0, 1) and
    (1, 0); the mean of the areas over both axes, as the `mauve` package has it.

    >>> round(frontier_area([0.5, 0.5], [0.5, 0.5]), 6), frontier_area([1, 0], [0, 1]) < 0.05
    (1.0, True)
    """
    a, b = _shares(p), _shares(q)
    r = _MIXTURES[:, None] * a + (1 - _MIXTURES)[:, None] * b
    x = np.concatenate([[1.0], np.exp(-_SCALING * _kl(b, r)), [0.0]])
    y = np.concatenate([[0.0], np.exp(-_SCALING * _kl(a, r)), [1.0]])
    return (_area(x, y) + _area(y, x)) / 2


def frontier_integral(p: npt.ArrayLike, q: npt.ArrayLike) -> float:
    """Return the frontier integral of two histograms, in [0, 1]: 0 alike, 1 nothing in common.

    Liu et al. 2021, "Divergence Frontiers for Generative Models" (arXiv 2106.07898), with the factor 2 of the `mauve` package.

    >>> frontier_integral([0.5, 0.5], [0.5, 0.5]), frontier_integral([1, 0], [0, 1])
    (0.0, 1.0)
    """
    a, b = _shares(p), _shares(q)
    same = np.abs(a - b) <= 1e-8
    one = (a == 0) | (b == 0)
    both = ~(one | same)
    x, y = a[both], b[both]
    parts = (x + y) / 4 - x * y * (np.log(x) - np.log(y)) / (x - y) / 2
    return float(2 * (parts.sum() + (a[one] + b[one]).sum() / 4))


def divergence_frontier(
    vectors: npt.ArrayLike,
    human: npt.ArrayLike,
    *,
    cells: int | None = None,
    sample: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> Measure:
    """Return the MAUVE of made and human texts from their vectors, with an interval.

    As the paper does: as many of each (at most `sample`, drawn by the seed), scaled to length 1, the principal components
    with 90 % of the variance, k-means into n / 10 cells, histograms with half a text added to each cell (Krichevsky
    and Trofimov; MAUVE* of Pillutla et al. 2023), the area. The k-means is scikit-learn's where `mauve` has faiss's. Any sentence
    vectors will do where the paper has those of GPT-2, but values compare only among equal vectors, cells and samples: the
    paper's numbers are others. The interval is from 200 bootstrap draws of the texts in their cells, moved by how much
    they lie below the value on the whole.

    Args:
        vectors: [n, d] of made texts.
        human: [m, d] of human ones.
        cells: how many; a tenth of the texts of one side where not given, at least 2.
        sample: texts of each side.
        level: of the interval.
        seed: of all draws.

    Raises:
        InputError: no vector on one side, or different dimensions.
        MissingExtraError: scikit-learn is not installed.

    >>> rng = np.random.default_rng(0)
    >>> same = divergence_frontier(rng.normal(size=(100, 3)), rng.normal(size=(100, 3)))
    >>> far = divergence_frontier(rng.normal(size=(100, 3)) + 5, rng.normal(size=(100, 3)) - 5)
    >>> same.value > 0.8 > 0.1 > far.value
    True
    """
    ours, theirs = unit_vectors(vectors), unit_vectors(human, name="human")
    if len(ours) and len(theirs) and ours.shape[1] != theirs.shape[1]:
        raise InputError(f"vectors have {ours.shape[1]} dimensions, the human ones {theirs.shape[1]}")
    each, of = min(len(ours), len(theirs), sample), len(ours)
    if each < 4:
        return Measure("divergence frontier", nan, n=each, of=of, definition=_DEFINITION)
    ours, theirs = ours[sampled(len(ours), each, seed)], theirs[sampled(len(theirs), each, seed + 1)]
    with one_thread("quality"):
        found = _clustered(ours, theirs, max(2, round(each / 10)) if cells is None else cells, seed)
    value = _mauve_star(found.made, found.human, found.count)
    rng = np.random.default_rng(seed)
    drawn = [
        _mauve_star(rng.choice(found.made, each), rng.choice(found.human, each), found.count)
        for _ in range(_RESAMPLES)
    ]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]) + (value - float(np.mean(drawn)))
    return Measure(
        "divergence frontier", value, max(0.0, float(low)), min(1.0, float(high)), each, of, _DEFINITION
    )  # fmt: skip


def _clustered(ours: Vectors, theirs: Vectors, count: int, seed: int) -> _Cells:
    decomposition: Any = require("sklearn.decomposition", extra="quality")
    cluster: Any = require("sklearn.cluster", extra="quality")
    both = np.concatenate([theirs, ours])
    if not np.ptp(both, axis=0).any():
        return _Cells(np.zeros(len(ours), np.int64), np.zeros(len(theirs), np.int64), 1)
    components = decomposition.PCA(random_state=seed).fit(both)
    enough = int(np.argmax(np.cumsum(components.explained_variance_ratio_) >= _EXPLAINED)) + 1
    points = components.transform(both)[:, :enough]
    count = min(count, len(np.unique(points, axis=0)))
    labels = cluster.KMeans(n_clusters=count, n_init=5, random_state=seed).fit(points).labels_
    return _Cells(labels[len(theirs) :], labels[: len(theirs)], count)


def _mauve_star(made: npt.NDArray[np.int64], human: npt.NDArray[np.int64], count: int) -> float:
    p, q = (np.bincount(labels, minlength=count) + 0.5 for labels in (human, made))
    return frontier_area(p, q)


def _shares(counts: npt.ArrayLike) -> Floats:
    array = np.asarray(counts, np.float64)
    if array.ndim != 1 or not (array >= 0).all() or not array.sum() > 0:
        raise InputError(f"a histogram is a list of counts that are not all 0, got {counts!r:.80}")
    shares: Floats = array / array.sum()
    return shares


def _kl(p: Floats, r: Floats) -> Floats:
    """Return KL(p | r) in nats for each row of r, which is above 0 where p is, [m]."""
    there = p > 0
    return np.asarray((p[there] * np.log(p[there] / r[:, there])).sum(axis=1))


def _area(x: Floats, y: Floats) -> float:
    order = np.lexsort((-y, x))  # the curve falls
    return float(np.trapezoid(y[order], x[order]))
