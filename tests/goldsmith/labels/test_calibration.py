"""Calibration error by hand, against its definition in scalar code, and at its borders."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import expected_calibration_error, reliability_bins

probabilities = st.floats(0, 1) | st.sampled_from([0.0, 0.125, 0.25, 0.5, 1.0])  # the edges too
predictions = st.lists(st.tuples(probabilities, st.booleans()), min_size=1, max_size=40)


def by_definition(pairs: list[tuple[float, bool]], bins: int) -> float:
    total = 0.0
    for m in range(bins):
        low, high = m / bins, (m + 1) / bins
        inside = [(p, hit) for p, hit in pairs if low < p <= high or (m == 0 and p == 0)]
        if inside:
            gap = sum(hit for _, hit in inside) / len(inside) - sum(p for p, _ in inside) / len(inside)
            total += abs(gap) * len(inside) / len(pairs)
    return total


# Bins counts whose edges m / bins and linspace agree to the last bit.
@given(predictions, st.sampled_from([1, 2, 4, 8]))
def test_ece_is_its_definition(pairs: list[tuple[float, bool]], bins: int) -> None:
    confidence, correct = zip(*pairs, strict=True)
    assert expected_calibration_error(confidence, correct, bins) == pytest.approx(by_definition(pairs, bins))


@given(predictions)
def test_bins_hold_every_prediction_once_and_their_mean(pairs: list[tuple[float, bool]]) -> None:
    confidence, correct = zip(*pairs, strict=True)
    groups = reliability_bins(confidence, correct)
    assert sum(group.count for group in groups) == len(pairs)
    assert all(group.low - 1e-12 <= group.confidence <= group.high + 1e-12 for group in groups)
    assert sum(group.count * group.accuracy for group in groups) == pytest.approx(sum(correct))


def test_a_confidence_on_an_edge_belongs_to_the_bin_below() -> None:
    bins = reliability_bins([0, 0.5, 1], [1, 1, 1], bins=2)
    assert [(b.low, b.high, b.count) for b in bins] == [(0, 0.5, 2), (0.5, 1, 1)]


def test_ece_of_calibrated_coin_flips_goes_to_zero_and_of_overconfidence_does_not() -> None:
    rng = np.random.default_rng(0)
    p = rng.random(100_000)
    assert expected_calibration_error(p, rng.random(100_000) < p) < 0.01
    # Always certain and right three times in four: the gap is 1 - 0.75.
    assert expected_calibration_error([1.0] * 4, [True, True, True, False]) == 0.25


@pytest.mark.parametrize(
    ("confidence", "correct", "bins", "words"),
    [
        ([], [], 10, "n > 0"),
        ([0.5], [1, 0], 10, "two .n. lists"),
        ([87.0], [1], 10, "scale percentages"),
        ([math.nan], [1], 10, "not be missing"),
        ([0.5], [2], 10, "True/False"),
        ([0.5], [1], 0, "bins"),
    ],
)
def test_ece_says_what_is_wrong(confidence: list, correct: list, bins: int, words: str) -> None:
    with pytest.raises(InputError, match=words):
        expected_calibration_error(confidence, correct, bins)
