"""Both orders of a pairwise judge, merged."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.judging import Judgement, pairwise_verdicts, win_rate

preferences = st.sampled_from([1, 2, "tie", None])
judged = st.lists(st.tuples(preferences, preferences), max_size=30).map(
    lambda pairs: [
        Judgement(str(item), swapped, preference)
        for item, pair in enumerate(pairs)
        for swapped, preference in zip((False, True), pair, strict=True)
    ]
)


@pytest.mark.parametrize(
    ("plain", "swapped", "verdict"),
    [
        (1, 2, 1.0),  # the model, first and second
        (2, 1, 0.0),  # the baseline, second and first
        (1, 1, 0.5),  # whoever is first
        (2, 2, 0.5),  # whoever is second
        ("tie", "tie", 0.5),
        (1, "tie", 0.5),  # won once only
        ("tie", 1, 0.5),
        (None, 1, None),
        (1, None, None),
    ],
)
def test_only_who_wins_in_both_orders_has_won(plain: object, swapped: object, verdict: float | None) -> None:
    merged = pairwise_verdicts([Judgement("x", False, plain), Judgement("x", True, swapped)])
    assert merged.verdicts == ({} if verdict is None else {"x": verdict})
    assert merged.errors == (verdict is None)


def test_a_judge_who_always_prefers_the_first_declares_only_ties() -> None:
    merged = pairwise_verdicts(
        [Judgement(str(i), swapped, 1) for i in range(50) for swapped in (False, True)]
    )
    assert (merged.wins, merged.losses, merged.ties, merged.flips) == (0, 0, 50, 50)
    assert (merged.flip_rate, merged.first_position_share) == (1.0, 1.0)
    assert win_rate(merged.preferences).win_rate == 50


def test_a_win_beside_a_tie_is_no_flip() -> None:
    merged = pairwise_verdicts([Judgement("x", False, 1), Judgement("x", True, "tie")])
    assert (merged.ties, merged.flips) == (1, 0)


def test_an_item_whose_other_order_is_missing_is_an_error_and_no_number() -> None:
    merged = pairwise_verdicts([Judgement("x", False, 1)])
    assert (merged.verdicts, merged.errors) == ({}, 1)
    assert math.isnan(merged.flip_rate)


def test_a_noisy_judges_taste_for_the_first_place_is_measured() -> None:
    rng = np.random.default_rng(0)
    seen = [Judgement(str(i), s, 1 if rng.random() < 0.7 else 2) for i in range(5000) for s in (False, True)]
    merged = pairwise_verdicts(seen)
    assert merged.first_position_share == pytest.approx(0.7, abs=0.02)
    # Position alone decides: the orders name another winner where both fell on the same place, 0.7^2 + 0.3^2.
    assert merged.flip_rate == pytest.approx(0.58, abs=0.02)


@given(seen=judged)
def test_every_item_is_counted_once(seen: list[Judgement]) -> None:
    merged = pairwise_verdicts(seen)
    assert merged.wins + merged.losses + merged.ties + merged.errors == len(seen) / 2
    assert merged.flips <= merged.ties
    assert merged.wins + merged.losses + merged.ties == len(merged.verdicts)


@given(seen=judged, seed=st.integers(0, 99))
def test_the_order_of_judgements_does_not_matter(seen: list[Judgement], seed: int) -> None:
    shuffled = [seen[i] for i in np.random.default_rng(seed).permutation(len(seen))]
    one, other = pairwise_verdicts(seen), pairwise_verdicts(shuffled)
    assert (one.verdicts, one.errors, one.flips) == (other.verdicts, other.errors, other.flips)


@given(seen=judged)
def test_exchanging_model_and_baseline_turns_each_verdict_round(seen: list[Judgement]) -> None:
    turned = pairwise_verdicts([judgement._replace(swapped=not judgement.swapped) for judgement in seen])
    straight = pairwise_verdicts(seen)
    assert turned.verdicts == {item: 1 - verdict for item, verdict in straight.verdicts.items()}
    assert turned.flips == straight.flips


@pytest.mark.parametrize("preference", [0, 3, 1.5, True, "model", math.nan])
def test_what_is_no_preference_is_refused(preference: object) -> None:
    with pytest.raises(InputError, match="a preference is 1, 2, 'tie' or None"):
        pairwise_verdicts([Judgement("x", False, preference)])


def test_an_order_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="judged twice with swapped=False"):
        pairwise_verdicts([Judgement("x", False, 1), Judgement("x", False, 2)])
