"""Rates corrected for the errors of the judge who counted them."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.judging import Reviewed, rogan_gladen


def test_the_estimate_and_the_interval_are_those_worked_out_by_hand() -> None:
    found = rogan_gladen(300, 1000, Reviewed(90, 100), Reviewed(80, 100))
    assert found.rate == pytest.approx((0.3 + 0.8 - 1) / (0.9 + 0.8 - 1))
    # Lang and Reiczigel 2014 with z = 1.959964: z^2 = 3.841459
    # p' = 301.920729 / 1003.841459 = 0.300765, Se' = 91/102 = 0.892157, Sp' = 81/102 = 0.794118
    # P' = (0.300765 + 0.794118 - 1) / 0.686275 = 0.138257
    # Se'(1 - Se')/102 = 0.000943249, Sp'(1 - Sp')/102 = 0.001602896
    # dp = 7.682918 (0.138257 * 0.000943249 - 0.861743 * 0.001602896) = -0.009610
    # s = sqrt(0.000209501 + 0.0000180300 + 0.001190306) / 0.686275 = 0.054867; z s = 0.107537
    assert found.low == pytest.approx(0.138257 - 0.009610 - 0.107537, abs=2e-5)
    assert found.high == pytest.approx(0.138257 - 0.009610 + 0.107537, abs=2e-5)


@pytest.mark.parametrize(
    ("rate", "sensitivity", "specificity", "judged", "reviewed"),
    [
        (0.1, 0.85, 0.9, 1000, 100),
        (0.3, 0.7, 0.95, 500, 60),
        (0.6, 0.95, 0.75, 300, 80),
        (0.02, 0.9, 0.97, 2000, 150),
    ],
)
def test_the_interval_covers_the_truth_in_93_of_100_seeded_runs(
    rate: float, sensitivity: float, specificity: float, judged: int, reviewed: int
) -> None:
    covered = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        truth = rng.random(judged) < rate
        called = np.where(truth, rng.random(judged) < sensitivity, rng.random(judged) >= specificity)
        found = rogan_gladen(
            int(called.sum()),
            judged,
            Reviewed(int(rng.binomial(reviewed, sensitivity)), reviewed),
            Reviewed(int(rng.binomial(reviewed, specificity)), reviewed),
        )
        covered += found.low <= rate <= found.high
    assert covered >= 93


def test_it_covers_where_people_reviewed_a_random_sample_of_the_judged_cases() -> None:
    # As it is done in practice: 200 of 1,000 cases are reviewed, and how many are positive is left to chance.
    covered = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        truth = rng.random(1000) < 0.3
        called = np.where(truth, rng.random(1000) < 0.85, rng.random(1000) >= 0.9)
        sample = rng.permutation(1000)[:200]
        seen, said = truth[sample], called[sample]
        found = rogan_gladen(
            int(called.sum()),
            1000,
            Reviewed(int((seen & said).sum()), int(seen.sum())),
            Reviewed(int((~seen & ~said).sum()), int((~seen).sum())),
        )
        covered += found.low <= 0.3 <= found.high
    assert covered >= 93


def test_the_uncorrected_rate_misses_the_truth() -> None:
    # 10 % of 1,000 are positive; a judge with Se 0.85 and Sp 0.9 calls 0.1 * 0.85 + 0.9 * 0.1 = 17.5 % so.
    found = rogan_gladen(175, 1000, Reviewed(85, 100), Reviewed(90, 100))
    assert (found.apparent, found.rate) == (0.175, pytest.approx(0.1))


def test_a_rate_below_what_false_alarms_explain_is_zero() -> None:
    found = rogan_gladen(5, 100, Reviewed(90, 100), Reviewed(90, 100))
    assert found.rate == found.low == 0 <= found.high


@given(p=st.integers(0, 200), se=st.integers(0, 50), sp=st.integers(0, 50))
def test_calling_the_positives_negatives_turns_the_rate_round(p: int, se: int, sp: int) -> None:
    assume(se + sp > 50)
    straight = rogan_gladen(p, 200, Reviewed(se, 50), Reviewed(sp, 50))
    turned = rogan_gladen(200 - p, 200, Reviewed(sp, 50), Reviewed(se, 50))
    assert turned.rate == pytest.approx(1 - straight.rate)
    assert (turned.low, turned.high) == (pytest.approx(1 - straight.high), pytest.approx(1 - straight.low))
    assert 0 <= straight.low <= straight.rate <= straight.high <= 1


@given(p=st.integers(0, 100))
def test_a_perfect_judge_needs_no_correction(p: int) -> None:
    assert rogan_gladen(p, 100, Reviewed(1000, 1000), Reviewed(1000, 1000)).rate == pytest.approx(p / 100)


def test_more_review_makes_the_interval_narrower() -> None:
    few, many = (rogan_gladen(300, 1000, Reviewed(9 * n, 10 * n), Reviewed(8 * n, 10 * n)) for n in (2, 50))
    assert many.high - many.low < few.high - few.low


def test_a_judge_no_better_than_chance_is_refused() -> None:
    with pytest.raises(InputError, match="no better than chance"):
        rogan_gladen(50, 100, Reviewed(5, 10), Reviewed(5, 10))


@pytest.mark.parametrize(("positives", "total"), [(-1, 10), (11, 10), (0, 0)])
def test_impossible_counts_are_refused(positives: int, total: int) -> None:
    with pytest.raises(InputError, match="wanted 0 <= positives <= total"):
        rogan_gladen(positives, total, Reviewed(9, 10), Reviewed(9, 10))
    with pytest.raises(InputError, match="wanted 0 <= right <= total"):
        Reviewed(positives, total)
