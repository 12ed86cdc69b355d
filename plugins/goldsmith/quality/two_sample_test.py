"""Whether a classifier can tell made texts from human ones."""

from collections.abc import Sequence
from itertools import pairwise
from math import nan
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.one_thread import one_thread
from goldsmith.quality.intervals import sampled, share_with_interval
from goldsmith.quality.measure import Measure, Measures
from goldsmith.quality.word_grams import words_of

__all__ = ["two_sample_test"]

_FEWEST = 8  # texts of each side
_READ = 2_000  # characters of a text
_COLUMNS = 2**16

_ACCURACY = (
    "Share of held-out texts that a classifier assigns to the right side: 50% if nobody could tell (Lopez-Paz and "
    "Oquab 2017)."
)
_P = "The chance of so high an accuracy if both sides were of one distribution (exact binomial, one-sided)."


def two_sample_test(
    made: Sequence[str] | npt.NDArray[Any],
    human: Sequence[str] | npt.NDArray[Any],
    *,
    sample: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> Measures:
    """Return the accuracy of the classifier two-sample test (C2ST) and its p-value.

    Lopez-Paz and Oquab 2017, "Revisiting Classifier Two-Sample Tests" (arXiv 1610.06545), section 3: as many of both sides, at
    most `sample`; half of each trains a classifier, whose accuracy on the other half is 1/2 if both are of one
    distribution. The paper's normal limit is replaced by the exact binomial. The classifier is logistic regression, on the
    vectors if arrays are given, else on hashed words and pairs of words of the first 2,000 characters. A high accuracy says
    that something gives made texts away, as a topic, a length or a habit may; a low one that this classifier saw nothing.

    Args:
        made: [n] texts, or an [n, d] array.
        human: [m] texts, or an [m, d] array.
        sample: of each side, drawn by the seed.
        level: of the accuracy's interval (Wilson).
        seed: of all draws.

    Raises:
        InputError: texts on one side and vectors on the other.
        MissingExtraError: scikit-learn is not installed.

    >>> found = two_sample_test(["as an ai model I say so"] * 40, ["dunno lol"] * 40)
    >>> found["C2ST accuracy"].value, found["C2ST p"].value < 1e-6
    (1.0, True)
    """
    if isinstance(made, np.ndarray) != isinstance(human, np.ndarray):
        raise InputError("give texts on both sides or arrays on both sides")
    each = min(len(made), len(human), sample)
    if each < _FEWEST:
        nothing = [(name, what) for name, what in (("C2ST accuracy", _ACCURACY), ("C2ST p", _P))]
        return Measures(tuple(Measure(name, nan, of=len(made), definition=what) for name, what in nothing))
    rng = np.random.default_rng(seed)
    sides = [
        [side[row] for row in rng.permutation(sampled(len(side), each, seed + at))]
        for at, side in enumerate((made, human))
    ]
    half = each // 2
    train, test = [*sides[0][:half], *sides[1][:half]], [*sides[0][half:], *sides[1][half:]]
    hits, n = _hits(train, test, half, each - half, seed), 2 * (each - half)
    accuracy = Measure(
        "C2ST accuracy", *share_with_interval(hits, n, level), n, len(made), _ACCURACY, "percent"
    )
    binomial = require("scipy.stats", extra="quality").binom
    return Measures(
        (accuracy, Measure("C2ST p", float(binomial.sf(hits - 1, n, 0.5)), n=n, of=len(made), definition=_P))
    )


def _hits(train: list[Any], test: list[Any], trained: int, tested: int, seed: int) -> int:
    linear: Any = require("sklearn.linear_model", extra="quality")
    with one_thread("quality"):
        x, y = _features(train), np.repeat([1, 0], trained)
        classifier = linear.LogisticRegression(max_iter=1_000, random_state=seed).fit(x, y)
        said = classifier.predict(_features(test))
    return int((said == np.repeat([1, 0], tested)).sum())


def _features(side: list[Any]) -> Any:
    if not isinstance(side[0], str):
        return np.asarray(side, np.float64)
    hasher = require("sklearn.feature_extraction", extra="quality").FeatureHasher
    preprocessing: Any = require("sklearn.preprocessing", extra="quality")
    rows = []
    for text in side:
        words = words_of(text, _READ)
        rows.append([*words, *(f"{one} {other}" for one, other in pairwise(words))])
    return preprocessing.normalize(hasher(_COLUMNS, input_type="string").transform(rows))
