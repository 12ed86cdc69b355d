"""Win rates against published leaderboards, scipy and their own invariants."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import sem

from goldsmith.errors import InputError
from goldsmith.judging import win_rate

preferences = st.lists(st.one_of(st.none(), st.floats(1, 2)), min_size=2, max_size=40).filter(
    lambda given: sum(p is not None for p in given) > 1
)

# AlpacaEval 0.6.6, src/alpaca_eval/leaderboards/data_AlpacaEval: judges who only say 1, 2 or a tie, so that the counts say
# what the annotations were. Judge, model, wins, losses, ties, win rate, standard error.
PUBLISHED = [
    ("alpaca_eval_gpt4", "alpaca-7b", 205, 584, 16, 26.459627329192543, 1.535711469748),
    ("alpaca_eval_gpt4", "gpt4", 761, 32, 12, 95.27950310559004, 0.716281440286153),
    ("alpaca_eval_gpt4", "vicuna-7b", 517, 285, 3, 64.40993789, 1.685110726),
    ("alpaca_eval_gpt4", "alpaca-farm-ppo-human", 328, 469, 8, 41.24223602484472, 1.7271813123250834),
    ("alpaca_eval_gpt4", "gpt4_1106_preview", 783, 16, 5, 97.69900497512438, 0.5104849118311993),
    ("claude", "alpaca-7b", 252, 537, 16, 32.298136645962735, 1.630307861230374),
    ("claude", "guanaco-65b", 504, 301, 0, 62.60869565217392, 1.7063755171155923),
    ("text_davinci_003", "alpaca-7b", 327, 462, 16, 41.61490683229814, 1.7205231659718316),
]


@pytest.mark.parametrize(("judge", "model", "wins", "losses", "ties", "rate", "error"), PUBLISHED)
@pytest.mark.parametrize("tie", [1.5, 0])
def test_published_win_rates_and_standard_errors_are_met(
    judge: str, model: str, wins: int, losses: int, ties: int, rate: float, error: float, tie: float
) -> None:
    found = win_rate([2] * wins + [1] * losses + [tie] * ties)
    assert found.win_rate == pytest.approx(rate, abs=1e-6), (judge, model)
    assert found.standard_error == pytest.approx(error, abs=1e-6), (judge, model)
    assert (found.wins, found.losses, found.ties, found.total) == (wins, losses, ties, wins + losses + ties)


def test_a_weighted_judges_preferences_count_as_they_are() -> None:
    # Mean of 0.9, 0.2, 0.4: 0.5; s = sqrt((0.16 + 0.09 + 0.01) / 2), s / sqrt(3) = 0.208167. One of three wins.
    found = win_rate([1.9, 1.2, 1.4])
    assert (found.win_rate, found.standard_error) == (pytest.approx(50), pytest.approx(20.8167, abs=1e-4))
    assert found.discrete_win_rate == pytest.approx(100 / 3)


@given(given_=preferences)
def test_it_is_the_mean_and_standard_error_of_scipy(given_: list[float | None]) -> None:
    read = np.array([p for p in given_ if p is not None])
    found = win_rate(given_)
    assert found.win_rate == pytest.approx(100 * (read - 1).mean())
    assert found.standard_error == pytest.approx(100 * sem(read), abs=1e-9)


@given(given_=preferences, seed=st.integers(0, 99))
def test_order_does_not_matter(given_: list[float | None], seed: int) -> None:
    mixed = [given_[i] for i in np.random.default_rng(seed).permutation(len(given_))]
    assert win_rate(mixed).win_rate == pytest.approx(win_rate(given_).win_rate)


@given(given_=preferences)
def test_exchanging_model_and_baseline_turns_the_rate_round(given_: list[float | None]) -> None:
    straight = win_rate(given_)
    turned = win_rate([None if p is None else 3 - p for p in given_])
    assert turned.win_rate == pytest.approx(100 - straight.win_rate)
    assert turned.standard_error == pytest.approx(straight.standard_error, abs=1e-9)


@given(given_=preferences, errors=st.integers(0, 5))
def test_errors_are_counted_and_change_no_number(given_: list[float | None], errors: int) -> None:
    with_errors = win_rate([*given_, *[math.nan] * errors])
    straight = win_rate(given_)
    assert (with_errors.win_rate, with_errors.standard_error) == (straight.win_rate, straight.standard_error)
    assert with_errors.excluded == straight.excluded + errors


def test_a_single_item_has_no_standard_error() -> None:
    assert math.isnan(win_rate([2]).standard_error)


@pytest.mark.parametrize("wrong", [0.7, 2.1, -1, math.inf])
def test_what_is_no_preference_is_refused(wrong: float) -> None:
    with pytest.raises(InputError, match=r"preferences lie in \[1, 2\]"):
        win_rate([1, wrong])


def test_without_any_preference_there_is_no_rate() -> None:
    with pytest.raises(InputError, match="2 items, all without an answer"):
        win_rate([None, math.nan])
