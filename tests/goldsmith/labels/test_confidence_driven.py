"""Confidence-driven inference: its estimator by the formula, and whether its intervals hold."""

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.labels import ConfidenceDrivenInference, ShareEstimate


def rows_of(seed: int, n: int, skill: float = 0.5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return truth, a model's guesses, which are right with 1 - skill / 2 + skill * (sure - 1 / 2), and its confidence."""
    rng = np.random.default_rng(seed)
    truth, sure = rng.random(n) < 0.3, rng.random(n)
    guess = np.where(rng.random(n) < (1 - skill) + skill * sure, truth, ~truth)
    return truth.astype(float), guess.astype(float), sure


def answered(run: ConfidenceDrivenInference, truth: np.ndarray) -> tuple[ShareEstimate, list[np.ndarray]]:
    asked = []
    while len(rows := run.ask()):
        run.tell(truth[rows])
        asked.append(rows)
    return run.estimate(), asked


def test_with_an_even_share_the_estimate_is_the_formulas() -> None:
    truth, guess, sure = rows_of(0, 300)
    found, asked = answered(ConfidenceDrivenInference(guess, sure, budget=100, tau=1.0), truth)
    # tau = 1 sends each row after the first 50 to people with the same probability, (100 - 50) / (300 - 50).
    pi = np.full(300, 50 / 250)
    pi[asked[0]] = 1
    xi = np.zeros(300)
    xi[np.concatenate(asked)] = 1
    tuned = (truth * guess * xi / pi * (1 - pi) / pi).mean() / (guess**2 * (1 - pi) / pi).mean()
    weight = min(max(tuned, 0), 1)
    terms = weight * guess + (truth - weight * guess) * xi / pi
    assert len(asked[0]) == 50
    assert found.weight == pytest.approx(weight)
    assert found.value == pytest.approx(terms.mean())
    assert found.high - found.value == pytest.approx(1.6448536 * terms.std() / 300**0.5)
    assert found.labels == xi.sum()


def test_it_is_unbiased_and_its_intervals_hold() -> None:
    truth, guess, sure = rows_of(1, 600)
    runs = [
        answered(ConfidenceDrivenInference(guess, sure, 150, refit_every=275, seed=seed), truth)[0]
        for seed in range(50)
    ]
    values = np.array([run.value for run in runs])
    error = values.std() / len(values) ** 0.5
    assert abs(values.mean() - truth.mean()) < 3 * error
    # 90 % of 50 intervals are 45; fewer than 39 have a chance of less than 1 in 100.
    assert sum(run.low <= truth.mean() <= run.high for run in runs) >= 39
    assert abs(np.mean([run.labels for run in runs]) - 150) < 10
    assert abs(guess.mean() - truth.mean()) > 10 * error  # the model alone is far off


def test_people_are_asked_where_the_model_errs() -> None:
    truth, guess, sure = rows_of(2, 2000, skill=0.9)
    _, asked = answered(ConfidenceDrivenInference(guess, sure, 400, refit_every=200), truth)
    chosen = np.concatenate(asked[1:])
    # Rows are wrong with 0.9 (1 - s), so pi grows with sqrt(1 - s), and the mean s of the chosen is 0.4, with tau 0.41.
    assert 0.36 < sure[chosen].mean() < 0.46


def test_a_perfect_model_is_as_good_as_labelling_all_rows() -> None:
    truth = (np.random.default_rng(3).random(1500) < 0.3).astype(float)
    found, _ = answered(ConfidenceDrivenInference(truth, np.ones(1500), 300, refit_every=500), truth)
    assert found.value == pytest.approx(truth.mean())
    assert (found.high - found.low) / 2 == pytest.approx(1.6448536 * truth.std() / 1500**0.5)


def test_a_worthless_model_does_no_harm() -> None:
    rng = np.random.default_rng(4)
    widths = []
    for seed in range(5):
        truth, noise = (rng.random((2, 1500)) < np.array([[0.3], [0.5]])).astype(float)
        run = ConfidenceDrivenInference(noise, rng.random(1500), 300, refit_every=500, seed=seed)
        found, _ = answered(run, truth)
        widths.append((found.high - found.low) / 2 / 1.6448536)
    # Without a model and with the share b of the rows labelled the standard error is sqrt((mean / b - mean^2) / n).
    assert np.mean(widths) < 1.1 * ((0.3 / 0.2 - 0.09) / 1500) ** 0.5


def test_the_same_seed_asks_the_same_rows_also_when_asked_twice() -> None:
    truth, guess, sure = rows_of(4, 200)
    first, again = (ConfidenceDrivenInference(guess, sure, 80, seed=5) for _ in range(2))
    np.testing.assert_array_equal(first.ask(), first.ask())
    assert answered(first, truth)[0] == answered(again, truth)[0]


def test_quantities_and_several_signs_of_confidence_are_taken() -> None:
    rng = np.random.default_rng(6)
    truth = rng.normal(5, 2, size=400)
    signs = rng.random((400, 2))
    guess = truth + rng.normal(0, 1, size=400) * signs[:, 0]
    found, _ = answered(ConfidenceDrivenInference(guess, signs, 120), truth)
    assert found.low < truth.mean() < found.high


def test_an_estimate_before_the_end_is_refused() -> None:
    run = ConfidenceDrivenInference([0.0] * 60, [0.5] * 60, 55)
    with pytest.raises(InputError, match="all rows have been considered"):
        run.estimate()
    with pytest.raises(InputError, match="wanted 0 numbers"):
        run.tell([1.0])


@pytest.mark.parametrize(
    ("predictions", "confidence", "settings", "words"),
    [
        ([0.0] * 60, [0.5] * 59, {}, "predictions"),
        ([0.0] * 60, [float("nan")] * 60, {}, "finite"),
        ([0.0] * 60, [0.5] * 60, {"budget": 50}, "burn_in < budget"),
        ([0.0] * 60, [0.5] * 60, {"budget": 61}, "budget <= 60"),
        ([0.0] * 60, [0.5] * 60, {"tau": 0}, "0 < tau"),
    ],
)
def test_it_says_what_is_wrong(predictions: list, confidence: list, settings: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        ConfidenceDrivenInference(predictions, confidence, **{"budget": 55} | settings)
