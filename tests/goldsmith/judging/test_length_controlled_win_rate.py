"""Win rates at equal length."""

import logging

import numpy as np
import pytest
import sklearn
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import make_scorer
from sklearn.model_selection import GroupKFold

from goldsmith.errors import InputError
from goldsmith.judging import (
    GamedBaseline,
    alpaca_eval_2_gamed_baseline,
    instruction_difficulty,
    length_controlled_win_rate,
    win_rate,
)
from goldsmith.judging.gamed_baseline import length_term
from goldsmith.judging.soft_logistic import fit_soft_logistic

N = 805  # items, as in AlpacaEval's set
LENGTH, DIFFICULTY = -1.8, 0.75  # a judge's coefficients, near the published ones


def sigmoid(score: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-score))


class Judged:
    """A simulated judge's preferences for a model that writes `longer` characters more than the baseline, by and large."""

    def __init__(
        self, seed: int, strength: float, longer: float, *, length: float = LENGTH, n: int = N
    ) -> None:
        rng = np.random.default_rng(seed)
        self.difficulty = rng.normal(0, 1.5, n)
        self.baseline_lengths = rng.integers(1500, 2500, n)
        self.lengths = np.maximum(10, self.baseline_lengths + rng.normal(longer, 600, n).astype(int))
        term = length_term(self.lengths, self.baseline_lengths)
        wins = sigmoid(length * term + DIFFICULTY * self.difficulty + strength)
        self.preferences = 1 + (rng.random(n) < wins)
        self.at_equal_length = 100 * sigmoid(DIFFICULTY * self.difficulty + strength).mean()

    def rate(self, **options: object) -> float:
        fit = length_controlled_win_rate(
            self.preferences, self.lengths, self.baseline_lengths, self.difficulty, **options
        )
        return fit.win_rate


@pytest.mark.parametrize(
    ("strength", "longer"), [(-3.0, -900), (-1.5, -900), (0.0, 500), (1.0, 500), (1.5, -300)]
)
def test_it_is_the_win_rate_the_judge_would_give_at_equal_length(strength: float, longer: float) -> None:
    seen = [Judged(seed, strength, longer) for seed in range(4)]
    raw = [win_rate(of.preferences).win_rate for of in seen]
    truth = np.mean([of.at_equal_length for of in seen])
    assert np.mean([of.rate() for of in seen]) == pytest.approx(truth, abs=2.5)
    assert abs(np.mean(raw) - truth) > 2.5


def test_a_judge_who_prefers_the_longer_response_declares_no_winner() -> None:
    rng = np.random.default_rng(0)
    difficulty, baseline_lengths = rng.normal(size=N), rng.integers(2000, 3000, N)

    def judged(longer: float, slips: float = 0.02) -> tuple[np.ndarray, np.ndarray]:
        lengths = np.maximum(0, baseline_lengths + rng.normal(longer, 300, N).astype(int))
        verdicts = 1.5 + np.sign(lengths - baseline_lengths) / 2
        return np.where(rng.random(N) < slips, rng.choice([1.0, 2.0], N), verdicts), lengths

    def rated(
        preferences: np.ndarray, lengths: np.ndarray, gamed: GamedBaseline | None
    ) -> tuple[float, float]:
        fit = length_controlled_win_rate(preferences, lengths, baseline_lengths, difficulty, gamed=gamed)
        return fit.raw.win_rate, fit.win_rate

    # The same judge sees the baseline told to be verbose and concise, and says of it what it says of all.
    verbose, concise = (
        GamedBaseline.from_records(*judged(by), baseline_lengths, difficulty) for by in (400, -900)
    )
    raw, controlled = rated(*judged(300), verbose + concise)
    assert raw > 80
    assert controlled == pytest.approx(50, abs=4)
    # Held to the leaderboard's judge, whose taste is milder, and without a slip: more than half of the way.
    raw, controlled = rated(*judged(300, slips=0), None)
    assert abs(controlled - 50) < (raw - 50) / 2


def test_a_rate_at_a_length_nobody_judged_is_called_extrapolated(caplog: pytest.LogCaptureFixture) -> None:
    seen = Judged(12, 0, 3000)
    with caplog.at_level(logging.WARNING):
        fit = length_controlled_win_rate(
            seen.preferences, seen.lengths, seen.baseline_lengths, seen.difficulty
        )
    assert fit.extrapolated
    assert "0.0 % of the responses on the rarer side" in caplog.text


def test_asking_a_model_for_longer_responses_gains_little() -> None:
    plain, verbose = (Judged(3, -0.5, longer) for longer in (-500, 700))
    raw = win_rate(verbose.preferences).win_rate - win_rate(plain.preferences).win_rate
    assert raw > 25
    assert abs(verbose.rate() - plain.rate()) < raw / 4


def test_a_judge_without_a_taste_for_length_needs_no_correction() -> None:
    seen = Judged(4, -0.5, 0, length=0)
    assert seen.rate() == pytest.approx(win_rate(seen.preferences).win_rate, abs=2)


def test_regularisation_keeps_a_model_from_turning_its_quality_into_a_length_effect() -> None:
    # Longer exactly where it is better: no data tell the two apart, only what the judge says of the gamed baseline.
    rng = np.random.default_rng(5)
    better = rng.random(N) < 0.7
    preferences = np.where(rng.random(N) < np.where(better, 0.95, 0.05), 2.0, 1.0)
    lengths = np.where(better, 2600, 1400) + rng.integers(0, 50, N)
    rates = [
        length_controlled_win_rate(
            preferences, lengths, [2000] * N, rng.normal(size=N), regularisation=weight
        )
        for weight in (1e-6, 0.2, 2.0)
    ]
    weights = [fit.length_weight for fit in rates]
    assert weights == sorted(weights)
    assert weights[0] < weights[2] - 0.5


def test_the_condensed_records_stand_for_full_ones_of_the_same_judge() -> None:
    rng = np.random.default_rng(6)
    difficulty = rng.normal(-0.05, 1.48, N)
    full = None
    for longer in (-913, 353):  # the gamed models' mean lengths are 1136 and 2402, the plain one's 2049
        baseline_lengths = rng.integers(1000, 3000, N)
        lengths = np.maximum(10, baseline_lengths + rng.normal(longer, 500, N))
        term = length_term(lengths, baseline_lengths)
        wins = sigmoid(-1.83 * term + 0.742 * difficulty)
        records = GamedBaseline.from_records(1 + wins, lengths, baseline_lengths, difficulty)
        full = records if full is None else full + records
    assert full is not None
    assert len(full.wins) == 2 * N
    for strength, longer in ((-2.5, -800), (-1, -400), (0.5, 400)):
        seen = Judged(7, strength, longer)
        assert seen.rate(gamed=full) == pytest.approx(seen.rate(), abs=0.5)


def test_the_fit_is_the_one_of_scikit_learns_cross_validated_regression() -> None:
    # As AlpacaEval calls it: rows doubled and weighted, log loss on the shares, items kept together in a fold.
    rng = np.random.default_rng(8)
    X = np.column_stack([np.tanh(rng.normal(size=300)), rng.normal(size=300), np.ones(300)])
    y = sigmoid(X @ [-1.5, 0.8, -1.0] + rng.normal(size=300))
    weight = rng.choice([0.1, 1.0], 300)
    share, doubled = np.concatenate([y, 1 - y]), np.concatenate([weight, weight])

    def loss(outcome: np.ndarray, predicted: np.ndarray, share: np.ndarray, doubled: np.ndarray) -> float:
        p = np.where(outcome == 1, share, 1 - share)
        return -np.mean(doubled * (p * np.log(predicted) + (1 - p) * np.log(1 - predicted)))

    with sklearn.config_context(enable_metadata_routing=True):
        scorer = make_scorer(loss, response_method="predict_proba", greater_is_better=False)
        scorer = scorer.set_score_request(share=True, doubled=True)
        theirs = LogisticRegressionCV(
            Cs=10, cv=GroupKFold(5), scoring=scorer, solver="liblinear", l1_ratios=(1.0,), fit_intercept=False,
            random_state=123, use_legacy_attributes=False,
        ).set_fit_request(sample_weight=True)  # fmt: skip
        theirs.fit(
            np.vstack([X, X]), np.repeat([1, 0], 300), sample_weight=share * doubled,
            groups=np.tile(np.arange(300), 2), share=share, doubled=doubled,
        )  # fmt: skip
    assert fit_soft_logistic(X, y, weight) == pytest.approx(theirs.coef_[0], abs=0.05)


def test_items_without_an_answer_are_left_out_of_the_fit_and_still_predicted() -> None:
    seen = Judged(9, -1, -400)
    gaps = [None if i % 10 == 0 else float(p) for i, p in enumerate(seen.preferences)]
    fit = length_controlled_win_rate(gaps, seen.lengths, seen.baseline_lengths, seen.difficulty)
    assert (fit.raw.total, fit.raw.excluded) == (724, 81)
    predicted = 100 * sigmoid(fit.difficulty_weight * seen.difficulty + fit.model_weight)
    assert fit.win_rate == pytest.approx(predicted.mean())
    assert fit.standard_error == pytest.approx(predicted.std(ddof=1) / np.sqrt(N))


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 99))
def test_exchanging_model_and_baseline_turns_the_rate_round(seed: int) -> None:
    # p -> 1 - p, the other way longer, and what was easy for the one is hard for the other.
    seen = Judged(seed, -0.7, -300, n=300)
    turned = length_controlled_win_rate(
        3 - seen.preferences, seen.baseline_lengths, seen.lengths, -seen.difficulty
    )
    assert turned.win_rate == pytest.approx(100 - seen.rate(), abs=0.2)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 99))
def test_the_order_of_items_hardly_matters(seed: int) -> None:
    # Only which items share a fold depends on it.
    seen = Judged(seed, -0.7, -300)
    order = np.random.default_rng(seed).permutation(N)
    mixed = length_controlled_win_rate(
        seen.preferences[order], seen.lengths[order], seen.baseline_lengths[order], seen.difficulty[order]
    )
    assert mixed.win_rate == pytest.approx(seen.rate(), abs=0.5)


def test_a_far_correction_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Judged(10, 0, 1500).rate()
    assert "moved the win rate" in caplog.text


def test_the_condensed_records_are_two_an_item() -> None:
    assert alpaca_eval_2_gamed_baseline(100).counts.sum() == pytest.approx(200)


GOOD = {
    "preferences": [1, 2, 1.5],
    "lengths": [10, 20, 30],
    "baseline_lengths": [12, 18, 29],
    "difficulty": [0, 1, -1],
}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"difficulty": None}, "only called length-controlled with each instruction's difficulty"),
        ({"regularisation": 0}, "only called length-controlled with one above 0"),
        ({"difficulty": [1, 1, 1]}, "not all the same"),
        ({"difficulty": [0, 1, np.nan]}, "finite"),
        ({"difficulty": [0, 1]}, "one an item"),
        ({"lengths": [1, 2]}, "equally many lengths"),
        ({"lengths": [-1, 2, 3]}, "at least 0"),
        ({"preferences": [None] * 3}, "no preference"),
        ({"preferences": [0.7, 1, 2]}, r"lie in \[1, 2\]"),
    ],
)
def test_without_what_makes_it_length_controlled_there_is_no_such_rate(wrong: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        length_controlled_win_rate(**(GOOD | wrong))


def test_difficulties_of_several_models_are_found_again() -> None:
    rng = np.random.default_rng(11)
    truth = rng.normal(0, 1.5, 120)
    baseline_lengths = rng.integers(2000, 3000, 120)
    lengths = baseline_lengths + rng.normal(0, 300, (25, 120)).astype(int)
    wins = [sigmoid(LENGTH * length_term(of, baseline_lengths) + truth + rng.normal(-1, 1)) for of in lengths]
    preferences = [1.0 + (rng.random(120) < of) for of in wins]
    found = instruction_difficulty(preferences, lengths, baseline_lengths)
    assert np.corrcoef(found, truth)[0, 1] > 0.9
    assert found.mean() == pytest.approx(0, abs=1e-9)


def test_difficulty_wants_two_models() -> None:
    with pytest.raises(InputError, match="at least two models"):
        instruction_difficulty([[1, 2]], [[5, 6]], [5, 5])
