"""Ratings against hand-derived values, logistic regression and their own invariants."""

import logging
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from goldsmith.errors import InputError
from goldsmith.judging import Comparison, bradley_terry

MODELS = ["a", "b", "c", "d"]
TRUE = dict(zip(MODELS, (1200.0, 1050.0, 950.0, 800.0), strict=True))


def drawn(seed: int, prompts: int, ties: float = 0.1) -> list[Comparison]:
    """Every pair once on each prompt, by chances that the true ratings give."""
    rng = np.random.default_rng(seed)
    return [
        Comparison(str(prompt), a, b, 0.5 if rng.random() < ties else float(rng.random() < chance(a, b)))
        for prompt in range(prompts)
        for i, a in enumerate(MODELS)
        for b in MODELS[i + 1 :]
    ]


def chance(a: str, b: str) -> float:
    return 1 / (1 + 10 ** ((TRUE[b] - TRUE[a]) / 400))


some = st.integers(0, 50).map(lambda seed: drawn(seed, 12))


@pytest.mark.parametrize("wins", [1, 3, 10, 99])
def test_two_models_are_apart_by_the_log_odds_of_their_wins(wins: int) -> None:
    # k wins to 1: odds of k, 400 log10(k) Elo points.
    met = [Comparison(str(i), "x", "y", float(i > 0)) for i in range(wins + 1)]
    fit = bradley_terry(met, anchor="y", anchor_rating=0, resamples=0)
    assert fit.ratings["x"] == pytest.approx(400 * math.log10(wins), abs=1e-6)
    assert fit.win_probability("x", "y") == pytest.approx(wins / (wins + 1))


def test_a_tie_is_half_a_win_each_way() -> None:
    # Two wins and two ties of four: 3 to 1.
    met = [Comparison(str(i), "x", "y", score) for i, score in enumerate((1, 1, 0.5, 0.5))]
    assert bradley_terry(met, anchor="y", resamples=0).ratings["x"] == pytest.approx(
        1000 + 400 * math.log10(3)
    )


def test_it_equals_an_unpenalised_logistic_regression() -> None:
    met = drawn(1, 60)
    X = np.zeros((len(met), 4))
    for row, c in enumerate(met):
        X[row, MODELS.index(c.a)], X[row, MODELS.index(c.b)] = 1, -1
    score = np.array([c.score for c in met])
    theirs = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10, max_iter=1000)
    theirs.fit(np.vstack([X, X]), np.repeat([1, 0], len(met)), np.concatenate([score, 1 - score]))
    strength = theirs.coef_[0] * 400 / math.log(10)
    ours = bradley_terry(met, resamples=0)
    for model, rating in zip(MODELS, strength - strength.mean() + 1000, strict=True):
        assert ours.ratings[model] == pytest.approx(rating, abs=0.01)


def test_at_the_optimum_every_model_wins_as_often_as_expected() -> None:
    # The score equations of the likelihood, for chances the ratings give.
    met = drawn(2, 40)
    fit = bradley_terry(met, resamples=0)
    won, expected = Counter(), Counter()
    for c in met:
        won.update({c.a: c.score, c.b: 1 - c.score})
        expected.update({c.a: fit.win_probability(c.a, c.b), c.b: fit.win_probability(c.b, c.a)})
    for model in MODELS:
        assert won[model] == pytest.approx(expected[model], abs=1e-6)


def test_intervals_cover_the_true_ratings() -> None:
    # 15 seeds of 4 models without ties, the first held at its true rating: 45 intervals at 95 %.
    hits = [
        low <= TRUE[model] <= high
        for seed in range(15)
        for model, (low, high) in bradley_terry(
            drawn(seed, 80, ties=0), anchor="a", anchor_rating=1200, resamples=80, seed=seed
        ).intervals.items()
        if model != "a"
    ]
    assert np.mean(hits) > 0.88


def test_verdicts_on_one_prompt_do_not_count_as_many() -> None:
    # The same verdict fifty times on each of ten prompts is ten verdicts' worth of knowledge.
    once = [Comparison(str(i), "x", "y", float(i < 6)) for i in range(10)]
    width = [
        high - low
        for fit in (bradley_terry(once), bradley_terry(once * 50))
        for low, high in fit.intervals.values()
    ]
    assert width[2] == pytest.approx(width[0], rel=0.1)


def test_the_anchor_stands_still() -> None:
    fit = bradley_terry(drawn(3, 20), anchor="b", anchor_rating=1500)
    assert fit.ratings["b"] == 1500
    assert fit.intervals["b"] == (1500, 1500)


def test_a_model_that_never_lost_gets_a_finite_rating_and_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    met = [Comparison(str(i), "x", "y", 1.0) for i in range(10)]
    with caplog.at_level(logging.WARNING):
        fit = bradley_terry(met, anchor="y", anchor_rating=0, resamples=20)
    # Half a win each way: 10.5 to 0.5.
    assert fit.ratings["x"] == pytest.approx(400 * math.log10(21), abs=1e-6)
    assert (fit.regularised, fit.regularised_resamples) == (True, 1.0)
    assert "never lost" in caplog.text


def test_a_group_that_never_lost_to_the_rest_is_noticed() -> None:
    # a and b beat each other, c and d too; but nobody of c, d ever beat a or b.
    inner = [Comparison("p", x, y, s) for x, y in (("a", "b"), ("c", "d")) for s in (0.0, 1.0)]
    assert bradley_terry([*inner, Comparison("p", "a", "c", 1.0)], resamples=0).regularised
    assert not bradley_terry([*inner, Comparison("p", "a", "c", 0.5)], resamples=0).regularised


def test_models_that_never_met_are_not_compared() -> None:
    with pytest.raises(InputError, match="never met"):
        bradley_terry([Comparison("p", "a", "b", 0.5), Comparison("p", "c", "d", 0.5)])


@settings(max_examples=25)
@given(met=some, seed=st.integers(0, 99))
def test_neither_the_order_of_comparisons_nor_of_the_two_models_matters(
    met: list[Comparison], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    mixed = [met[i] for i in rng.permutation(len(met))]
    mixed = [c if rng.random() < 0.5 else c._replace(a=c.b, b=c.a, score=1 - c.score) for c in mixed]
    expected = bradley_terry(met, resamples=0).ratings
    assert bradley_terry(mixed, resamples=0).ratings == pytest.approx(expected, abs=1e-5)


@settings(max_examples=25)
@given(met=some)
def test_turning_every_score_round_mirrors_the_ratings(met: list[Comparison]) -> None:
    straight = bradley_terry(met, resamples=0).ratings
    turned = bradley_terry([c._replace(score=1 - c.score) for c in met], resamples=0).ratings
    assert turned == pytest.approx({model: 2000 - rating for model, rating in straight.items()}, abs=1e-5)


@pytest.mark.parametrize(
    ("met", "options", "message"),
    [
        ([], {}, "at least one comparison"),
        ([Comparison("p", "a", "a", 1)], {}, "two different models"),
        ([Comparison("p", "a", "b", 2)], {}, r"score in \[0, 1\]"),
        ([Comparison("p", "a", "b", math.nan)], {}, r"score in \[0, 1\]"),
        ([Comparison("p", "a", "b", 1)], {"anchor": "z"}, "none of the models"),
        ([Comparison("p", "a", "b", 1)], {"level": 1}, "level must be"),
    ],
)
def test_what_cannot_be_rated_is_refused(met: list[Comparison], options: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        bradley_terry(met, **options)
