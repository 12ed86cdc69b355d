"""Power and sample sizes against statsmodels and against simulation."""

from math import ceil, isnan, sqrt

import numpy as np
import pytest
from statsmodels.stats.power import NormalIndPower, TTestIndPower, TTestPower

from goldsmith.abtest import (
    clustered_difference,
    clusters_needed,
    minimum_detectable_effect,
    power_to_find,
    sample_size_two_means,
)
from goldsmith.abtest.exposures import Table
from goldsmith.abtest.metric_power import metric_power
from goldsmith.errors import InputError

CASES = [(0.5, 12, 0.05), (0.3, 40, 0.05), (0.8, 8, 0.01), (1.5, 30, 0.05)]


@pytest.mark.parametrize(("effect", "personas", "alpha"), CASES)
def test_within_personas_power_is_statsmodels(effect: float, personas: int, alpha: float) -> None:
    # In units of the standard deviation of persona differences the error is 1 / sqrt(personas).
    ours = power_to_find(effect, 1 / sqrt(personas), personas - 1, alpha=alpha)
    assert ours == pytest.approx(TTestPower().power(effect, personas, alpha), abs=1e-6)


@pytest.mark.parametrize(("effect", "personas", "alpha"), CASES)
def test_between_personas_power_is_statsmodels(effect: float, personas: int, alpha: float) -> None:
    ours = power_to_find(effect, sqrt(2 / (personas / 2)), personas - 2, alpha=alpha)
    assert ours == pytest.approx(TTestIndPower().power(effect, personas / 2, alpha), abs=1e-6)


@pytest.mark.parametrize("personas", [6, 20, 100])
def test_the_detectable_effect_is_statsmodels_and_is_found_with_that_power(personas: int) -> None:
    least = minimum_detectable_effect(1 / sqrt(personas), personas - 1)
    assert least == pytest.approx(TTestPower().solve_power(nobs=personas, alpha=0.05, power=0.8), rel=1e-4)
    assert power_to_find(least, 1 / sqrt(personas), personas - 1) == pytest.approx(0.8)


@pytest.mark.parametrize("effect", [0.2, 0.5, 1.0, -0.5, 3.0])
def test_the_personas_needed_are_statsmodels(effect: float) -> None:
    # 10 personas were seen, whose differences have a standard deviation of 1.
    wanted = TTestPower().solve_power(effect_size=abs(effect), alpha=0.05, power=0.8)
    assert clusters_needed(effect, 1 / sqrt(10), 10, 9) == ceil(wanted)


def test_one_persona_less_is_not_enough() -> None:
    needed = clusters_needed(0.1, 0.05, 21, 20)
    assert needed is not None
    for number, enough in ((needed, True), (needed - 1, False)):
        assert (power_to_find(0.1, 0.05 * sqrt(21 / number), number - 1) >= 0.8) is enough


@pytest.mark.parametrize(("deviation", "difference"), [(1.0, 0.5), (2.0, 0.3), (1.0, -0.5)])
def test_arms_for_two_means_are_statsmodels(deviation: float, difference: float) -> None:
    theirs = NormalIndPower().solve_power(abs(difference) / deviation, alpha=0.05, power=0.8)
    assert sample_size_two_means(deviation, difference) == ceil(theirs)


def test_ten_to_twelve_percent_wants_3841_independent_exposures_in_each_arm() -> None:
    # 10 personas, 5 draws each: 10 % of 50 say yes in either arm.
    values = np.tile([1, 0, 0, 0, 0, 0, 0, 0, 0, 0], 10).astype(float)
    table = Table(
        values, np.repeat([0, 1], 50), [str(number) for number in np.tile(np.repeat(range(10), 5), 2)]
    )
    found = clustered_difference(table.values, table.arms, table.personas)
    assert found.first == pytest.approx(0.1)
    assert metric_power(found, table, 0.02, binary=True).per_arm == 3841


def test_a_rate_near_the_top_is_sized_downwards() -> None:
    table = Table(
        np.array([1.0, 1.0, 1.0, 0.0] * 5), np.array([0, 0, 0, 1] * 5), [str(n // 4) for n in range(20)]
    )
    found = clustered_difference(table.values, table.arms, table.personas)
    assert found.first == 1
    # 100 % and 90 %: p = 0.95, (1.959964 sqrt(0.095) + 0.841621 sqrt(0.09))^2 / 0.01 = 73.5
    assert metric_power(found, table, 0.1, binary=True).per_arm == 74


def test_without_an_error_there_is_no_power_to_speak_of() -> None:
    for error, df in ((0.0, 10), (float("nan"), 10), (0.1, 0)):
        assert isnan(power_to_find(0.1, error, df))
        assert isnan(minimum_detectable_effect(error, df))
        assert clusters_needed(0.1, error, 11, df) is None
    assert clusters_needed(1e-9, 1.0, 11, 10) is None
    assert power_to_find(100.0, 0.1, 10) == 1


def test_what_has_no_answer_is_refused() -> None:
    for wrong in ({"alpha": 0.0}, {"alpha": 0.9, "power": 0.8}, {"power": 1.0}):
        with pytest.raises(InputError):
            minimum_detectable_effect(0.1, 10, **wrong)
    with pytest.raises(InputError):
        clusters_needed(0.0, 0.1, 11, 10)
    with pytest.raises(InputError):
        sample_size_two_means(0.0, 0.1)
    with pytest.raises(InputError):
        power_to_find(0.1, 0.1, 10, alpha=1.0)
