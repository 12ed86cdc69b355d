"""Agreement coefficients against published tables, other libraries, and their own invariants."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import cohen_kappa_score

from goldsmith.errors import InputError
from goldsmith.labels import cohen_kappa, krippendorff_alpha, krippendorff_alpha_interval

nan = math.nan
# Krippendorff 2011, section C to E: four observers, twelve units, missing data.
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
    [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
]
METRICS = ["nominal", "ordinal", "interval", "ratio"]
ratings = arrays(
    np.float64,
    st.tuples(st.integers(2, 5), st.integers(2, 12)),
    elements=st.sampled_from([nan, 0.0, 1.0, 2.0, 5.0, 0.25]),
).filter(lambda m: ((~np.isnan(m)).sum(axis=0) >= 2).any())


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_is_the_one_in_krippendorffs_paper(metric: str, alpha: float) -> None:
    assert krippendorff_alpha(PUBLISHED, metric) == pytest.approx(alpha, abs=5e-4)


def test_alpha_of_two_raters_is_the_one_in_krippendorffs_paper() -> None:
    # Section B: two observers, twelve units, five categories: nominal alpha 0.692 (a, b, c, d, e as 1 to 5).
    jon = [1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1]
    han = [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]
    assert krippendorff_alpha([jon, han]) == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize("metric", METRICS)
@given(matrix=ratings)
def test_alpha_equals_the_krippendorff_package(metric: str, matrix: np.ndarray) -> None:
    ours = krippendorff_alpha(matrix, metric)
    if math.isnan(ours):
        paired = matrix[:, (~np.isnan(matrix)).sum(axis=0) >= 2]
        assert len(np.unique(paired[~np.isnan(paired)])) == 1
    else:
        theirs = krippendorff.alpha(reliability_data=matrix, level_of_measurement=metric)
        assert ours == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("metric", METRICS)
@given(matrix=ratings, seed=st.integers(0, 99))
def test_alpha_ignores_the_order_of_raters_and_of_units(metric: str, matrix: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(rng.permutation(matrix, axis=0), axis=1)
    expected = pytest.approx(krippendorff_alpha(matrix, metric), nan_ok=True)
    assert krippendorff_alpha(shuffled, metric) == expected


@given(matrix=ratings)
def test_nominal_alpha_ignores_what_the_labels_are_called(matrix: np.ndarray) -> None:
    renamed = np.select([matrix == 0, matrix == 1, matrix == 2, matrix == 5], [-7.5, 3.0, 99.0, 1.0], matrix)
    assert krippendorff_alpha(renamed) == pytest.approx(krippendorff_alpha(matrix), nan_ok=True)


@given(matrix=ratings, metric=st.sampled_from(METRICS))
def test_a_rater_without_ratings_and_a_unit_with_one_change_nothing(metric: str, matrix: np.ndarray) -> None:
    more = np.pad(matrix, ((0, 1), (0, 2)), constant_values=math.nan)
    more[0, -1] = 1  # one rating agrees with nobody
    expected = pytest.approx(krippendorff_alpha(matrix, metric), abs=1e-12, nan_ok=True)
    assert krippendorff_alpha(more, metric) == expected


def test_alpha_of_continuous_ratings_needs_no_square_matrix_of_values() -> None:
    # 80,000 distinct values: a [values, values] matrix would take 51 GB.
    rng = np.random.default_rng(0)
    truth = rng.normal(size=40_000)
    matrix = np.stack([truth + rng.normal(scale=0.5, size=40_000) for _ in range(2)])
    # Equal variances: interval alpha estimates the intraclass correlation, 1 / (1 + 0.25) = 0.8.
    assert krippendorff_alpha(matrix, "interval") == pytest.approx(0.8, abs=0.01)


def test_alpha_is_undefined_without_variation() -> None:
    assert math.isnan(krippendorff_alpha([[1, 1, 1], [1, 1, 1]]))
    assert all(map(math.isnan, krippendorff_alpha_interval([[1, 1], [1, 1]], resamples=5)))


@pytest.mark.parametrize(
    ("matrix", "metric", "words"),
    [
        ([[1, nan], [nan, 1]], "nominal", "no unit has two ratings"),
        ([[], []], "nominal", "no unit has two ratings"),
        ([1, 2, 3], "nominal", "n_raters, n_units"),
        ([["spam"], ["ham"]], "nominal", "encode labels"),
        ([[1, math.inf], [1, 2]], "interval", "finite"),
        ([[1, -1], [1, 2]], "ratio", "not negative"),
        ([[1, 2], [1, 2]], "cosine", "unknown metric 'cosine'"),
    ],
)
def test_alpha_says_what_is_wrong_with_the_ratings(matrix: list, metric: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        krippendorff_alpha(matrix, metric)


def test_the_interval_of_alpha_is_seeded_and_holds_alpha() -> None:
    low, high = krippendorff_alpha_interval(PUBLISHED)
    assert (low, high) == krippendorff_alpha_interval(PUBLISHED)
    assert low < 0.743 < high <= 1
    assert (low, high) != krippendorff_alpha_interval(PUBLISHED, seed=1)


def test_the_interval_of_alpha_shrinks_with_more_units_and_a_lower_level() -> None:
    once = np.subtract(*krippendorff_alpha_interval(PUBLISHED, resamples=300))
    many = np.subtract(*krippendorff_alpha_interval(np.tile(PUBLISHED, 10), resamples=300))
    half = np.subtract(*krippendorff_alpha_interval(PUBLISHED, resamples=300, level=0.5))
    assert abs(many) < abs(half) < abs(once)


def test_the_interval_of_alpha_covers_the_truth_about_as_often_as_it_says() -> None:
    # Two raters who copy a fair coin with probability 0.8 and flip their own otherwise agree with
    # probability 0.64 + 0.36 / 2 = 0.82; chance is 0.5, so alpha is 0.64.
    rng = np.random.default_rng(0)
    held = 0
    for seed in range(60):
        truth = rng.integers(2, size=120)
        votes = [np.where(rng.random(120) < 0.8, truth, rng.integers(2, size=120)) for _ in range(2)]
        low, high = krippendorff_alpha_interval(votes, resamples=150, seed=seed)
        held += low <= 0.64 <= high
    assert held >= 51  # binomial(60, 0.95) is below 51 with probability 0.001


@pytest.mark.parametrize("bad", [{"level": 1.0}, {"level": 0.0}, {"resamples": 0}])
def test_the_interval_of_alpha_refuses_impossible_settings(bad: dict) -> None:
    with pytest.raises(InputError, match="level must be"):
        krippendorff_alpha_interval(PUBLISHED, **bad)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_kappa_equals_scikit_learns(pairs: list[tuple[str, str]]) -> None:
    a, b = zip(*pairs, strict=True)
    if len({*a, *b}) == 1:
        assert math.isnan(cohen_kappa(a, b))
    else:
        renamed = ["xyz"["abc".index(label)] for label in a], ["xyz"["abc".index(label)] for label in b]
        assert cohen_kappa(a, b) == pytest.approx(cohen_kappa_score(a, b), abs=1e-9)
        assert cohen_kappa(a, b) == pytest.approx(cohen_kappa(b, a), abs=1e-12)
        assert cohen_kappa(a, b) == cohen_kappa(*renamed)


def test_kappa_is_the_textbook_one() -> None:
    # 20 both yes, 5 a only, 10 b only, 15 both no: p_o = 0.7, p_e = 0.5 * 0.6 + 0.5 * 0.4 = 0.5, kappa = 0.4.
    a = ["yes"] * 25 + ["no"] * 25
    b = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(a, b) == pytest.approx(0.4)
    assert cohen_kappa(np.array(a), np.array(b)) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ([], [], "got 0 and 0"),
        ([1], [1, 2], "got 1 and 2"),
        ([1, None], [1, 2], "missing"),
        ([nan], [1], "missing"),
    ],
)
def test_kappa_says_what_is_wrong_with_the_labels(a: list, b: list, words: str) -> None:
    with pytest.raises(InputError, match=words):
        cohen_kappa(a, b)
