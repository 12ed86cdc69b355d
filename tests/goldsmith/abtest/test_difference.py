"""The cluster-robust difference against scipy, statsmodels, its own invariants, and how often it raises a false alarm."""

from math import comb, isnan

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from goldsmith.abtest import Difference, clustered_difference
from goldsmith.errors import InputError

observations = st.lists(
    st.tuples(st.floats(-50, 50), st.integers(0, 1), st.integers(0, 6)), min_size=6, max_size=40
).filter(lambda rows: min(len({g for _, arm, g in rows if arm == side}) for side in (0, 1)) > 1)


def test_three_personas_by_hand() -> None:
    # b less a is 2, 1 and 0: mean 1, s = 1, error 1 / sqrt(3), t = sqrt(3) with df = 2, whose p is 1 - sqrt(3 / 5).
    values = [1, 3, 2, 3, 4, 4]
    found = clustered_difference(values, [0, 1] * 3, ["ann", "ann", "bob", "bob", "cem", "cem"])
    assert (found.first, found.second, found.value) == pytest.approx((7 / 3, 10 / 3, 1))
    assert found.standard_error == pytest.approx(1 / np.sqrt(3))
    assert found.p == pytest.approx(1 - np.sqrt(3 / 5))
    assert (found.low, found.high) == pytest.approx((1 - 4.302653 / np.sqrt(3), 1 + 4.302653 / np.sqrt(3)))
    assert (found.degrees_of_freedom, found.clusters, found.n_first, found.n_second) == (2, 3, 3, 3)


@pytest.mark.parametrize("seed", range(5))
def test_within_personas_it_is_the_paired_t_test_on_their_means(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(12, 2, 4))  # persona, arm, draw
    arms = np.broadcast_to([[[0], [1]]], x.shape)
    personas = np.repeat(np.arange(12), 8)
    found = clustered_difference(x.ravel(), arms.ravel(), personas.tolist())
    theirs = stats.ttest_rel(x[:, 1].mean(1), x[:, 0].mean(1))
    interval = theirs.confidence_interval()
    assert (found.p, found.low, found.high) == pytest.approx((theirs.pvalue, interval.low, interval.high))
    assert found.degrees_of_freedom == theirs.df


@pytest.mark.parametrize("seed", range(5))
def test_between_personas_it_is_the_two_sample_t_test_on_their_means(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(16, 4))
    arms, personas = np.repeat([0, 1], 32), np.repeat(np.arange(16), 4)
    found = clustered_difference(x.ravel(), arms, personas.tolist())
    theirs = stats.ttest_ind(x[8:].mean(1), x[:8].mean(1))
    assert (found.p, found.degrees_of_freedom) == pytest.approx((theirs.pvalue, theirs.df))


@given(rows=observations)
def test_the_error_is_that_of_statsmodels_but_for_the_correction(rows: list[tuple[float, int, int]]) -> None:
    values, arms, clusters = map(np.array, zip(*rows, strict=True))
    found = clustered_difference(values, arms, clusters.tolist())
    if not found.standard_error > 1e-6:
        return
    n, many, df = len(rows), found.clusters, found.degrees_of_freedom
    ols = sm.OLS(values, sm.add_constant(arms.astype(float))).fit(
        cov_type="cluster", cov_kwds={"groups": clusters}
    )
    corrected = ols.bse[1] * np.sqrt((many - 1) / df * (n - 2) / (n - 1))
    assert found.standard_error == pytest.approx(corrected, rel=1e-6)
    assert found.value == pytest.approx(ols.params[1], abs=1e-9)


def test_the_error_is_that_of_generalised_estimating_equations() -> None:
    rng = np.random.default_rng(3)
    personas = np.repeat(np.arange(20), 8)
    arms = np.tile([0, 1], 80)
    bought = (rng.random(160) < 0.3 + 0.2 * arms + 0.3 * (personas % 3 == 0)).astype(float)
    gee = sm.GEE(
        bought, sm.add_constant(arms.astype(float)), groups=personas
    ).fit()  # no correction for few clusters
    found = clustered_difference(bought, arms, personas.tolist())
    assert found.standard_error == pytest.approx(gee.bse[1] * np.sqrt(20 / 19))
    assert found.value == pytest.approx(gee.params[1])


@given(rows=observations, seed=st.integers(0, 99))
def test_neither_order_nor_names_matter_and_swapped_arms_turn_the_sign(
    rows: list[tuple[float, int, int]], seed: int
) -> None:
    values, arms, clusters = map(np.array, zip(*rows, strict=True))
    found = clustered_difference(values, arms, clusters.tolist())
    order = np.random.default_rng(seed).permutation(len(rows))
    renamed = clustered_difference(values[order], 1 - arms[order], [f"persona {g}" for g in clusters[order]])
    assert renamed.value == pytest.approx(-found.value, abs=1e-9)
    assert renamed.standard_error == pytest.approx(found.standard_error, abs=1e-9, nan_ok=True)


def test_where_all_agree_p_is_exact_and_there_is_no_interval() -> None:
    # Eight personas, each 1 for b and 0 for a: of 2^8 patterns of signs the two with all alike are as far apart.
    found = clustered_difference([0, 1] * 8, [0, 1] * 8, np.repeat(np.arange(8), 2).tolist())
    assert (found.value, found.standard_error, found.p) == (1, 0, 2 / 256)
    assert isnan(found.low)
    assert isnan(found.high)
    # Between: 4 of 8 get b; of C(8, 4) = 70 assignments two are as far apart.
    found = clustered_difference([0] * 4 + [1] * 4, [0] * 4 + [1] * 4, list(range(8)))
    assert found.p == pytest.approx(2 / comb(8, 4))
    found = clustered_difference([1] * 8, [0, 1] * 4, np.repeat(np.arange(4), 2).tolist())
    assert (found.value, found.p) == (0, 1)


def test_a_persona_that_says_the_same_of_both_in_thirds_is_no_difference() -> None:
    # 1/3 cannot be written in binary: without a tolerance a difference of 1e-17 would have a p-value of its own.
    values = [1, 0, 0, 0, 1, 0] * 6
    found = clustered_difference(values, [0, 0, 0, 1, 1, 1] * 6, np.repeat(np.arange(6), 6).tolist())
    assert (found.value, found.p) == (0, 1)


@pytest.mark.parametrize(
    ("arms", "clusters"),
    [
        ([0, 1, 0, 1], ["a", "a", "a", "a"]),  # one persona
        ([0, 0, 1, 1], ["a", "b", "c", "c"]),  # one persona in arm 1
        ([0, 0, 0, 0], ["a", "b", "c", "d"]),  # nobody in arm 1
    ],
)
def test_too_few_personas_have_no_error(arms: list[int], clusters: list[str]) -> None:
    found = clustered_difference([1, 2, 3, 5], arms, clusters)
    assert isnan(found.p)
    assert isnan(found.standard_error)


@pytest.mark.parametrize(
    ("values", "arms", "clusters"),
    [
        ([1, 2], [0, 1], ["a"]),
        ([1, np.nan], [0, 1], ["a", "b"]),
        ([1, 2], [0, 2], ["a", "b"]),
        ([1], [0, 1], ["a"]),
    ],
)
def test_what_is_no_comparison_is_refused(values: list, arms: list, clusters: list) -> None:
    with pytest.raises(InputError):
        clustered_difference(values, arms, clusters)


RUNS, ALPHA = 1000, 0.05
LEAST, MOST = (int(stats.binom.ppf(q, RUNS, ALPHA)) for q in (0.0005, 0.9995))


def within(rng: np.random.Generator, *, binary: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """24 personas without a common preference; each leans to a or b by itself, and decides 4 times about both."""
    lean, mood = rng.normal(size=(24, 1, 1)), rng.normal(size=(24, 1, 1))
    x = mood + lean * np.array([[[-0.5], [0.5]]]) + rng.normal(scale=0.7, size=(24, 2, 4))
    arms = np.broadcast_to([[[0], [1]]], x.shape)
    return ((x > 0).astype(float) if binary else x).ravel(), arms.ravel(), np.repeat(np.arange(24), 8)


def between(rng: np.random.Generator, *, binary: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """24 personas, 12 an arm, 4 draws each that go together."""
    x = rng.normal(size=(24, 1)) + rng.normal(scale=0.7, size=(24, 4))
    return (
        ((x > 0).astype(float) if binary else x).ravel(),
        np.repeat([0, 1], 48),
        np.repeat(np.arange(24), 4),
    )


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("design", [within, between])
def test_false_alarms_are_as_rare_as_promised_where_a_naive_test_raises_many(
    design: object, binary: bool
) -> None:
    alarms = naive = 0
    for seed in range(RUNS):
        values, arms, personas = design(np.random.default_rng(seed), binary=binary)  # type: ignore[operator]
        alarms += clustered_difference(values, arms, personas.tolist()).p < ALPHA
        a, b = values[arms == 0], values[arms == 1]
        error = np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        naive += abs(b.mean() - a.mean()) > 1.984 * error  # Welch's t test on draws, df of about 100
    assert LEAST <= alarms <= MOST
    assert naive > MOST


def test_a_known_effect_is_found_as_often_as_the_power_says() -> None:
    # Per persona the difference of means has variance 1 + 2 * 0.7^2 / 4 = 1.245, so the error over 24 is 0.2278; with
    # an effect of 0.7 the noncentrality is 3.073 and the power 0.833 (df = 23).
    found = 0
    for seed in range(400):
        values, arms, personas = within(np.random.default_rng(seed), binary=False)
        found += clustered_difference(values + 0.7 * arms, arms, personas.tolist()).p < ALPHA
    assert found / 400 == pytest.approx(0.833, abs=0.06)  # 3.3 standard errors of 400 draws


def test_a_difference_is_a_plain_record() -> None:
    assert isnan(Difference(0.1, 0.2, 3, 4, 5, 0.1).p_holm)
