"""The attack success rate: a share of cases with an interval over behaviours."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from goldsmith.errors import InputError
from goldsmith.labels import wilson_interval
from goldsmith.redteam import attack_success_rate


def test_the_rate_is_that_of_the_judged_cases() -> None:
    found = attack_success_rate([True, False, None, True, None], ["a", "a", "a", "b", "c"])
    # Two of three judged cases; "c" has none that is judged.
    assert (found.rate, found.judged, found.unjudged, found.behaviours) == (2 / 3, 3, 2, 2)


def test_two_behaviours_by_hand() -> None:
    # "a" always succeeds and "b" never does: a draw of both is "aa", "ab", "ba" or "bb", so a quarter of the rates are 0, a half
    # 0.5 and a quarter 1: the interval of 95 % is all of [0, 1], that of 40 % is 0.5 alone.
    verdicts, behaviours = [True, True, False, False], ["a", "a", "b", "b"]
    wide, narrow = (attack_success_rate(verdicts, behaviours, level=level) for level in (0.95, 0.4))
    assert (wide.low, wide.high) == (0.0, 1.0)
    assert (narrow.low, narrow.high) == (0.5, 0.5)


def test_cases_of_one_behaviour_do_not_count_as_many() -> None:
    rng = np.random.default_rng(1)
    own = rng.random(30) < 0.4
    one = attack_success_rate([bool(won) for won in own], [str(number) for number in range(30)])
    # The same behaviours, each with ten cases that end alike: nothing new is known.
    ten = attack_success_rate(
        [bool(won) for won in np.repeat(own, 10)], [str(number // 10) for number in range(300)]
    )
    assert (one.rate, one.low, one.high) == (ten.rate, ten.low, ten.high)


def test_the_interval_is_that_of_scipy() -> None:
    rng = np.random.default_rng(2)
    own = rng.random(60) < 0.3
    ours = attack_success_rate([bool(won) for won in own], list(map(str, range(60))), resamples=20_000)
    theirs = stats.bootstrap(
        (own.astype(float),), np.mean, method="percentile", n_resamples=20_000, random_state=3
    ).confidence_interval
    assert (ours.low, ours.high) == pytest.approx(theirs, abs=0.018)  # one case of 60 is 0.0167


def test_the_interval_covers_the_truth() -> None:
    # Success has a probability per behaviour, uniform on [0, 1] squared (mean 1/3); 40 behaviours of 5 cases, 200 sets.
    covered = 0
    for number in range(200):
        rng = np.random.default_rng(number)
        chance = np.repeat(rng.random(40) ** 2, 5)
        won = [bool(one) for one in rng.random(200) < chance]
        found = attack_success_rate(won, [str(one // 5) for one in range(200)], resamples=200)
        covered += found.low <= 1 / 3 <= found.high
    assert 180 <= covered <= 199


@pytest.mark.parametrize(("won", "place"), [(True, 12), (False, 0)])
def test_where_all_end_alike_wilson_s_interval_over_behaviours_stands(won: bool, place: int) -> None:
    found = attack_success_rate([won] * 36, [str(number % 12) for number in range(36)])
    assert (found.low, found.high) == wilson_interval(place, 12)


def test_one_behaviour_has_its_cases_for_trials() -> None:
    found = attack_success_rate([True, False, False], ["a"] * 3)
    assert (found.low, found.high) == wilson_interval(1, 3)


def test_nothing_judged_is_nothing_known() -> None:
    found = attack_success_rate([None], ["a"])
    assert isnan(found.rate)
    assert (found.low, found.high, found.judged, found.unjudged) == (0.0, 1.0, 0, 1)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from([True, False, None]), st.sampled_from("abcd")), max_size=20),
    st.randoms(),
)
def test_order_does_not_matter(cases: list[tuple[bool | None, str]], rng: object) -> None:
    one = attack_success_rate(*told(cases), resamples=50)
    rng.shuffle(cases)  # type: ignore[attr-defined]
    assert repr(attack_success_rate(*told(cases), resamples=50)) == repr(one)
    assert isnan(one.rate) or one.low <= one.high


def told(cases: list[tuple[bool | None, str]]) -> tuple[list[bool | None], list[str]]:
    return [won for won, _ in cases], [name for _, name in cases]


def test_what_does_not_fit_together_is_refused() -> None:
    for verdicts, names, level in (([True], [], 0.95), ([True], ["a"], 1.0)):
        with pytest.raises(InputError, match="a verdict for each"):
            attack_success_rate(verdicts, names, level=level)
