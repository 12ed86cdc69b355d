"""Rising curves against the definition, and the choice between corrections on held-out rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from goldsmith.errors import InputError
from goldsmith.labels import (
    IsotonicScaler,
    TemperatureScaler,
    choose_scaler,
    expected_calibration_error,
)

seeds = st.integers(0, 2**16)


def predictions(seed: int, n: int = 60, k: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(k), size=n), rng.integers(k, size=n)


def two_classes(n: int, bend: object, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Said probabilities of class 1 evenly over (0, 1), and classes drawn with what `bend` makes of them."""
    rng = np.random.default_rng(seed)
    said = rng.uniform(0.02, 0.98, n)
    return np.column_stack([1 - said, said]), (rng.random(n) < bend(said)).astype(int)  # type: ignore[operator]


def test_pool_adjacent_violators_by_hand() -> None:
    # Class 1 at 0.1 0.2 0.3 0.4: seen 0 1 0 1. 0.2 and 0.3 fall, so both become 1/2. With 4 rows shares stay within 1/6 and 5/6,
    # and class 0 is the mirror image, so that rows sum to 1 already.
    p = np.array([0.1, 0.2, 0.3, 0.4])
    scaler = IsotonicScaler.fit(np.column_stack([1 - p, p]), [0, 1, 0, 1])
    np.testing.assert_allclose(
        scaler.transform(np.column_stack([1 - p, p]))[:, 1], [1 / 6, 1 / 2, 1 / 2, 5 / 6]
    )
    # Between known values it is a straight line, and outside it stays at the ends.
    np.testing.assert_allclose(scaler.transform([[0.85, 0.15], [1.0, 0.0]])[:, 1], [1 / 3, 1 / 6])


@settings(max_examples=25)
@given(seeds)
def test_rows_sum_to_one_and_each_class_rises_with_what_was_said(seed: int) -> None:
    p, labels = predictions(seed, k=2)
    scaled = IsotonicScaler.fit(p, labels).transform(p)
    np.testing.assert_allclose(scaled.sum(axis=1), 1)
    assert ((scaled > 0) & (scaled < 1)).all()
    assert (np.diff(scaled[np.argsort(p[:, 1]), 1]) >= -1e-12).all()


@settings(max_examples=15)
@given(seeds, st.permutations([0, 1, 2]))
def test_neither_the_order_of_rows_nor_the_names_of_classes_matter(seed: int, names: list[int]) -> None:
    p, labels = predictions(seed)
    renamed = np.empty_like(p)
    renamed[:, names] = p
    order = np.random.default_rng(seed).permutation(len(p))
    other = IsotonicScaler.fit(renamed[order], np.array(names)[labels][order]).transform(renamed)
    np.testing.assert_allclose(other[:, names], IsotonicScaler.fit(p, labels).transform(p), atol=1e-9)


def test_what_no_temperature_can_mend_it_mends() -> None:
    # Right in 95 % of the rows called 0 and in 60 % of those called 1: a temperature moves both alike.
    def step(said: np.ndarray) -> np.ndarray:
        return np.where(said < 0.5, 0.05, 0.6)

    p, labels = two_classes(2000, step)
    fresh, truth = two_classes(4000, step, seed=1)

    def error(scaler: object) -> float:
        q = scaler.transform(fresh)  # type: ignore[attr-defined]
        return expected_calibration_error(q.max(axis=1), q.argmax(axis=1) == truth)

    assert error(IsotonicScaler.fit(p, labels)) < 0.04 < 0.1 < error(TemperatureScaler.fit(p, labels))
    for by in ("log_loss", "calibration_error"):
        found = choose_scaler(p, labels, by=by)  # type: ignore[arg-type]
        assert found.name == "isotonic"
        assert error(found.scaler) < 0.04


def test_where_a_temperature_is_the_truth_it_is_chosen_and_few_rows_bend_nothing() -> None:
    p, labels = two_classes(600, lambda said: expit(logit(said) / 3))  # three times too sure
    found = choose_scaler(p, labels)
    assert found.name == "temperature"
    assert isinstance(found.scaler, TemperatureScaler)
    assert found.scaler.temperature == pytest.approx(3, rel=0.35)
    assert found.scores["temperature"] < min(found.scores["none"], found.scores["isotonic"])
    few, of_few = two_classes(20, lambda said: said)
    scores = choose_scaler(few, of_few).scores
    assert min(scores["none"], scores["temperature"]) < scores["isotonic"]


def test_equally_good_ones_are_the_simplest() -> None:
    p = [[0.5, 0.5]] * 8
    assert choose_scaler(p, [0, 1] * 4, folds=2, by="calibration_error").name == "none"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"folds": 1}, "2 to 4 folds"),
        ({"folds": 5}, "2 to 4 folds"),
        ({"by": "brier", "folds": 2}, "got 'brier'"),
    ],
)
def test_it_says_what_is_wrong(options: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        choose_scaler([[0.5, 0.5]] * 4, [0, 1, 0, 1], **options)
    with pytest.raises(InputError, match=r"in \[0, 2\)"):
        IsotonicScaler.fit([[0.5, 0.5]], [2])
