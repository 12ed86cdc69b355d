"""The review budget goes to the least sure rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import route, wilson_interval


def test_the_least_sure_are_reviewed_the_sure_accepted_the_rest_held() -> None:
    assert route(np.array([0.9, 0.0, 0.79, 0.6]), 2, accept=0.8) == ["accept", "review", "hold", "review"]


def test_ties_are_broken_by_id_and_not_by_position() -> None:
    assert route(np.array([0.5, 0.5]), 1, ids=["b", "a"]) == ["hold", "review"]


def test_noise_in_the_last_bits_moves_nobody() -> None:
    ids = ["a", "b"]
    assert route(np.array([0.5, 0.5 - 1e-9]), 1, ids=ids) == route(np.array([0.5, 0.5]), 1, ids=ids)


@given(st.lists(st.floats(0, 1), max_size=30), st.integers(0, 40))
def test_exactly_the_budget_is_spent_on_rows_no_surer_than_the_rest(
    confidence: list[float], budget: int
) -> None:
    routes = route(np.array(confidence), budget)
    reviewed = [p for p, way in zip(confidence, routes, strict=True) if way == "review"]
    others = [p for p, way in zip(confidence, routes, strict=True) if way != "review"]
    assert len(reviewed) == min(budget, len(confidence))
    assert all(low <= high + 1e-4 for low in reviewed for high in others)


@pytest.mark.parametrize("confidence", [[1.1], [-0.1], [float("nan")]])
def test_a_confidence_that_is_no_probability_is_refused(confidence: list[float]) -> None:
    with pytest.raises(InputError, match=r"must lie in \[0, 1\]"):
        route(np.array(confidence), 1)


def test_a_negative_budget_is_refused() -> None:
    with pytest.raises(InputError, match="budget is -1"):
        route(np.array([0.5]), -1)


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_equals_statsmodels(successes: int, more: int, level: float) -> None:
    from statsmodels.stats.proportion import proportion_confint

    trials = successes + more
    if trials == 0:
        assert wilson_interval(0, 0, level) == (0.0, 1.0)
        return
    expected = proportion_confint(successes, trials, alpha=1 - level, method="wilson")
    assert wilson_interval(successes, trials, level) == pytest.approx(expected, abs=1e-12)
