"""One temperature, against closed forms and a search over a grid."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import TemperatureScaler, expected_calibration_error

seeds = st.integers(0, 2**16)


def predictions(seed: int, n: int = 60, k: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(k), size=n), rng.integers(k, size=n)


@pytest.mark.parametrize(("confidence", "right"), [(0.99, 0.75), (0.6, 0.9), (0.7, 0.7)])
def test_at_one_confidence_it_is_the_ratio_of_log_odds(confidence: float, right: float) -> None:
    # sigmoid(logit(c) / T) must be the accuracy a: T = logit(c) / logit(a).
    p = np.tile([confidence, 1 - confidence], (100, 1))
    labels = np.arange(100) >= round(100 * right)
    scaler = TemperatureScaler.fit(p, labels.astype(int))
    odds = [math.log(share / (1 - share)) for share in (confidence, right)]
    assert scaler.temperature == pytest.approx(odds[0] / odds[1], rel=1e-5)
    np.testing.assert_allclose(scaler.transform(p)[:, 0], right, atol=1e-6)


@settings(max_examples=25)
@given(seeds)
def test_no_other_temperature_makes_the_labels_likelier(seed: int) -> None:
    p, labels = predictions(seed)

    def loss(temperature: float) -> float:
        return -np.log(TemperatureScaler(temperature).transform(p)[np.arange(len(p)), labels]).mean()

    best = loss(TemperatureScaler.fit(p, labels).temperature)
    assert all(best <= loss(other) + 1e-6 for other in np.geomspace(0.02, 50, 60))


@settings(max_examples=25)
@given(seeds, st.floats(0.05, 20))
def test_the_order_of_classes_stays_and_1_changes_nothing(seed: int, temperature: float) -> None:
    p, _ = predictions(seed)
    scaled = TemperatureScaler(temperature).transform(p)
    np.testing.assert_array_equal(scaled.argmax(axis=1), p.argmax(axis=1))
    np.testing.assert_allclose(scaled.sum(axis=1), 1)
    np.testing.assert_allclose(TemperatureScaler(1.0).transform(p), p, atol=1e-12)


@settings(max_examples=25)
@given(seeds, st.permutations([0, 1, 2]))
def test_neither_the_order_of_rows_nor_the_names_of_classes_matter(seed: int, names: list[int]) -> None:
    p, labels = predictions(seed)
    renamed = np.empty_like(p)
    renamed[:, names] = p
    order = np.random.default_rng(seed).permutation(len(p))
    other = TemperatureScaler.fit(renamed[order], np.array(names)[labels][order])
    assert other.temperature == pytest.approx(TemperatureScaler.fit(p, labels).temperature, rel=1e-4)


def test_without_a_mistake_it_stays_in_its_range() -> None:
    p = [[0.9, 0.1], [0.2, 0.8]]
    scaler = TemperatureScaler.fit(p, [0, 1])
    assert 0.02 <= scaler.temperature < 0.1
    assert scaler.transform(p).max(axis=1).min() > 0.999


def test_overconfident_probabilities_become_calibrated() -> None:
    rng = np.random.default_rng(0)
    true = rng.dirichlet(np.ones(3), size=4000)
    labels = (true.cumsum(axis=1) > rng.random((4000, 1))).argmax(axis=1)
    sharp = TemperatureScaler(0.3).transform(true)
    scaled = TemperatureScaler.fit(sharp[:1000], labels[:1000]).transform(sharp)
    before, after = (
        expected_calibration_error(p.max(axis=1), p.argmax(axis=1) == labels) for p in (sharp, scaled)
    )
    assert before > 0.15
    assert after < 0.03


@pytest.mark.parametrize(
    ("p", "labels", "words"),
    [
        ([[0.5, 0.5]], [0, 1], "n = 1"),
        ([[0.5, 0.5]], [2], r"in \[0, 2\)"),
        ([[0.5, 0.5]], [0.5], "integers"),
        ([[1.5, 0.5]], [0], r"in \[0, 1\]"),
        ([0.5, 0.5], [0, 1], r"\[n, k\]"),
    ],
)
def test_it_says_what_is_wrong(p: list, labels: list, words: str) -> None:
    with pytest.raises(InputError, match=words):
        TemperatureScaler.fit(p, labels)
