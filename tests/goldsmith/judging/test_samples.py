"""Sample sizes, several tests at once, and errors of clustered means."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

from goldsmith.errors import InputError
from goldsmith.judging import (
    cluster_bootstrap,
    cluster_robust_standard_error,
    holm,
    sample_size_two_proportions,
)

rates = st.floats(0.01, 0.99)
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)
clustered = st.lists(st.tuples(st.floats(-100, 100), st.integers(0, 5)), min_size=4, max_size=40).filter(
    lambda rows: len({cluster for _, cluster in rows}) > 1
)


def test_ten_to_twelve_percent_wants_3841_in_each_arm() -> None:
    # p = 0.11: (1.959964 sqrt(2 * 0.11 * 0.89) + 0.841621 sqrt(0.09 + 0.1056))^2 / 0.02^2
    #   = (0.867269 + 0.372220)^2 / 0.0004 = 3840.8
    assert sample_size_two_proportions(0.10, 0.12) == 3841


@given(p1=rates, p2=rates, power=st.sampled_from([0.8, 0.9, 0.95]))
def test_sample_sizes_are_symmetric_in_the_arms_and_in_what_counts_as_success(
    p1: float, p2: float, power: float
) -> None:
    if abs(p1 - p2) < 0.01:
        return
    n = sample_size_two_proportions(p1, p2, power=power)
    assert sample_size_two_proportions(p2, p1, power=power) == n
    assert abs(sample_size_two_proportions(1 - p1, 1 - p2, power=power) - n) <= 1  # rounding up


def test_sample_sizes_are_statsmodels() -> None:
    for p1, p2, alpha, power in [(0.1, 0.12, 0.05, 0.8), (0.5, 0.6, 0.01, 0.9), (0.02, 0.01, 0.05, 0.95)]:
        theirs = samplesize_proportions_2indep_onetail(
            p1 - p2, p2, power, alpha=alpha / 2, alternative="larger"
        )
        assert sample_size_two_proportions(p1, p2, alpha=alpha, power=power) == pytest.approx(theirs, abs=1)


def test_the_sample_size_gives_the_power_asked_for() -> None:
    n, rng = sample_size_two_proportions(0.3, 0.4), np.random.default_rng(0)
    a, b = rng.binomial(n, 0.3, 20_000), rng.binomial(n, 0.4, 20_000)
    pooled = (a + b) / (2 * n)
    z = (b - a) / n / np.sqrt(2 * pooled * (1 - pooled) / n)
    assert np.mean(np.abs(z) > stats.norm.ppf(0.975)) == pytest.approx(0.8, abs=0.015)


@pytest.mark.parametrize("wrong", [(0.1, 0.1), (-0.1, 0.2), (0.1, 1.2)])
def test_rates_that_no_sample_tells_apart_are_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(InputError):
        sample_size_two_proportions(*wrong)


@pytest.mark.parametrize("size", [1, 2, 5, 20])
def test_holm_is_statsmodels(size: int) -> None:
    p = np.random.default_rng(size).random(size) ** 3
    p[: size // 3] = p[-1]  # ties among them
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1].tolist())


def test_holm_is_the_one_worked_out_by_hand() -> None:
    # Sorted 0.01, 0.02, 0.03, 0.04: times 4, 3, 2, 1 is 0.04, 0.06, 0.06, 0.04; the last is held up to 0.06.
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])


@given(p=p_values, seed=st.integers(0, 99))
def test_holm_keeps_the_order_and_never_lowers_a_p_value(p: list[float], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(p))
    assert [holm(p)[i] for i in order] == holm([p[i] for i in order])
    assert all(before <= after <= 1 for before, after in zip(p, holm(p), strict=True))


@pytest.mark.parametrize("wrong", [[1.2], [float("nan")], [-0.1], [[0.1]]])
def test_what_is_no_p_value_is_refused(wrong: list) -> None:
    with pytest.raises(InputError, match="p-values"):
        holm(wrong)


@given(rows=clustered)
def test_the_cluster_robust_error_is_statsmodels(rows: list[tuple[float, int]]) -> None:
    values, clusters = map(list, zip(*rows, strict=True))
    fit = sm.OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(clusters)}
    )
    assert cluster_robust_standard_error(values, clusters) == pytest.approx(fit.bse[0], abs=1e-9)


@given(values=st.lists(st.floats(-10, 10), min_size=2, max_size=30))
def test_clusters_of_one_give_the_plain_standard_error(values: list[float]) -> None:
    plain = np.std(values, ddof=1) / np.sqrt(len(values))
    assert cluster_robust_standard_error(values, range(len(values))) == pytest.approx(plain, abs=1e-9)


@given(rows=clustered, seed=st.integers(0, 99))
def test_neither_order_nor_names_of_clusters_matter(rows: list[tuple[float, int]], seed: int) -> None:
    values, clusters = map(list, zip(*rows, strict=True))
    order = np.random.default_rng(seed).permutation(len(values))
    renamed = cluster_robust_standard_error(
        [values[i] for i in order], [f"persona {clusters[i]}" for i in order]
    )
    assert renamed == pytest.approx(cluster_robust_standard_error(values, clusters), abs=1e-9)


def personas(seed: int, n: int = 30, draws: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Draws of personas who each have a taste of their own; the mean is 0."""
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(n, 1)) + rng.normal(scale=0.5, size=(n, draws))).ravel(), np.repeat(
        np.arange(n), draws
    )


def test_the_cluster_bootstrap_covers_where_a_bootstrap_of_draws_does_not() -> None:
    whole, single = 0, 0
    for seed in range(50):
        values, persona = personas(seed)
        interval = cluster_bootstrap(values, persona, resamples=120, seed=seed)
        whole += interval.low <= 0 <= interval.high
        interval = cluster_bootstrap(values, range(len(values)), resamples=120, seed=seed)
        single += interval.low <= 0 <= interval.high
    assert whole >= 44
    assert single < 37


def test_the_bootstrap_is_as_wide_as_the_robust_error_says() -> None:
    values, persona = personas(0, n=200)
    interval = cluster_bootstrap(values, persona, resamples=2000)
    error = cluster_robust_standard_error(values, persona)
    assert (interval.high - interval.low) / (2 * 1.96) == pytest.approx(error, rel=0.07)


def test_the_bootstrap_takes_any_statistic_of_paired_rows() -> None:
    rng = np.random.default_rng(0)
    before = rng.normal(size=200)
    rows = np.column_stack([before, before + 1])
    lift = cluster_bootstrap(
        rows, np.arange(200) // 4, statistic=lambda x: float((x[:, 1] - x[:, 0]).mean()), resamples=50
    )
    assert lift == pytest.approx((1, 1, 1))


def test_as_many_clusters_are_drawn_from_each_stratum_as_it_has() -> None:
    # Arm 0 has two clusters of the value 0, arm 1 one of 5 and one of 7: their means are 5, 6 or 7 and never NaN.
    rows = np.array([[0, 0], [0, 0], [5, 1], [7, 1]], dtype=float)
    seen: list[float] = []

    def difference(x: np.ndarray) -> float:
        seen.append(float(x[x[:, 1] == 1, 0].mean() - x[x[:, 1] == 0, 0].mean()))
        return seen[-1]

    found = cluster_bootstrap(rows, "abcd", statistic=difference, strata=[0, 0, 1, 1], resamples=200)
    assert found == (6, 5, 7)
    assert set(seen) == {5.0, 6.0, 7.0}
    assert np.mean(np.array(seen) == 6) == pytest.approx(0.5, abs=0.12)


@pytest.mark.parametrize(
    ("strata", "message"), [([0, 1, 1], "one in several"), ([0, 0], "for each observation")]
)
def test_strata_hold_whole_clusters(strata: list[int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        cluster_bootstrap([1, 2, 3], ["a", "a", "b"], strata=strata)


@pytest.mark.parametrize(
    ("values", "clusters", "message"),
    [
        ([1, 2], ["a"], "a cluster for each"),
        ([1, 2], ["a", "a"], "at least two"),
        ([1, np.nan], ["a", "b"], "finite"),
    ],
)
def test_what_has_no_error_across_clusters_is_refused(values: list, clusters: list, message: str) -> None:
    for function in (cluster_robust_standard_error, cluster_bootstrap):
        with pytest.raises(InputError, match=message):
            function(values, clusters)
