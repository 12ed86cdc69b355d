"""Cascades against every cascade there is."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import fit_cascade


def labellers(seed: int, tiers: int, n: int = 12) -> tuple[np.ndarray, np.ndarray, list[float]]:
    rng = np.random.default_rng(seed)
    confidence = rng.integers(1, 6, size=(n, tiers - 1)) / 6
    correct = (rng.random((n, tiers)) < 0.7).astype(float)
    return confidence, correct, sorted(rng.integers(0, 20, size=tiers).tolist())


def asked_and_right(thresholds: tuple, confidence: np.ndarray, correct: np.ndarray, costs: list) -> tuple:
    spent = hits = 0.0
    for sure, right in zip(confidence, correct, strict=True):
        tier = next((t for t, least in enumerate(thresholds) if sure[t] >= least), len(thresholds))
        spent += sum(costs[: tier + 1])
        hits += right[tier]
    return spent / len(confidence), hits / len(confidence)


@settings(max_examples=60)
@given(st.integers(0, 2**16), st.integers(2, 4), st.floats(0, 1))
def test_no_cascade_within_the_budget_is_right_more_often(seed: int, tiers: int, share: float) -> None:
    confidence, correct, costs = labellers(seed, tiers)
    budget = costs[0] + share * sum(costs[1:])
    found = fit_cascade(confidence, correct, costs, budget)
    grids = [[*np.unique(column), 2.0] for column in confidence.T]
    every = [asked_and_right(each, confidence, correct, costs) for each in itertools.product(*grids)]
    best = max(hits for spent, hits in every if spent <= budget + 1e-9)
    cheapest = min(spent for spent, hits in every if spent <= budget + 1e-9 and hits > best - 1e-9)
    assert found.accuracy == pytest.approx(best)
    assert found.cost == pytest.approx(cheapest)
    assert (found.cost, found.accuracy) == pytest.approx(
        asked_and_right(found.thresholds, confidence, correct, costs)
    )


def test_shares_are_those_of_its_decisions() -> None:
    confidence, correct, costs = labellers(3, 3, n=50)
    found = fit_cascade(confidence, correct, costs, budget=costs[0] + 5)
    decided = np.bincount(found.decide(confidence), minlength=3) / 50
    assert found.shares == pytest.approx(decided.tolist())
    assert sum(found.shares) == pytest.approx(1)


def test_what_was_never_asked_may_be_missing() -> None:
    found = fit_cascade([[0.9, 0.5], [0.1, 0.8]], [[1, 1, 1], [0, 1, 1]], (1, 2, 3), budget=3)
    assert found.decide([[0.95, np.nan]]).tolist() == [0]


def test_many_rows_are_cut_at_quantiles() -> None:
    rng = np.random.default_rng(0)
    sure = rng.random((3000, 2))
    right = np.column_stack([rng.random((3000, 2)) < sure, np.ones(3000)])
    found = fit_cascade(sure, right, (0.001, 0.02, 0.3), budget=0.1)
    assert found.cost <= 0.1
    # At random, the budget buys 26 % of people's labels ((0.1 - 0.021) / 0.3): 0.26 + 0.74 * 0.5.
    assert found.accuracy > 0.8


@pytest.mark.parametrize(
    ("confidence", "correct", "costs", "budget", "words"),
    [
        ([[0.5]], [[1, 1]], (2, 3), 1, "does not pay for the first"),
        ([[0.5]], [[1]], (1,), 1, r"correct \[n, t\]"),
        ([[0.5] * 4], [[1] * 5], (1,) * 5, 9, "2 to 4 labellers"),
        ([[1.5]], [[1, 1]], (1, 1), 9, r"in \[0, 1\]"),
        ([[0.5]], [[1, 1]], (-1, 1), 9, "costs at least 0"),
    ],
)
def test_it_says_what_is_wrong(
    confidence: list, correct: list, costs: tuple, budget: float, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        fit_cascade(confidence, correct, costs, budget)


def test_decide_wants_a_column_for_each_threshold() -> None:
    found = fit_cascade([[0.5]], [[1, 1]], (1, 2), budget=1)
    with pytest.raises(InputError, match=r"\[n, 1\]"):
        found.decide([[0.5, 0.5]])
