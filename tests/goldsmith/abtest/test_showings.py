"""Counterbalancing is exact by design."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.abtest import assigned_variants, between_showings, within_showings
from goldsmith.errors import InputError


@given(fours=st.integers(1, 10))
def test_every_order_meets_every_naming_equally_often(fours: int) -> None:
    counts = Counter((one.order, one.names) for one in within_showings(4 * fours))
    assert counts == {(order, names): fours for order in ((0, 1), (1, 0)) for names in ((0, 1), (1, 0))}


@given(fours=st.integers(1, 10), variant=st.integers(0, 1))
def test_alone_a_variant_has_each_name_equally_often(fours: int, variant: int) -> None:
    showings = between_showings(variant, 4 * fours)
    assert {one.order for one in showings} == {(variant,)}
    assert Counter(one.names[variant] for one in showings) == {0: 2 * fours, 1: 2 * fours}


@pytest.mark.parametrize("wrong", [0, 1, 3, 6])
def test_other_numbers_of_draws_cannot_be_balanced(wrong: int) -> None:
    for plan in (within_showings, lambda draws: between_showings(0, draws)):
        with pytest.raises(InputError, match="multiple of 4"):
            plan(wrong)


@given(personas=st.lists(st.text(max_size=5), max_size=30), seed=st.integers(0, 99))
def test_halves_see_either_variant_and_the_seed_decides_who(personas: list[str], seed: int) -> None:
    drawn = assigned_variants(personas, seed)
    counts = Counter(drawn.values())
    assert set(drawn) == set(personas)
    assert abs(counts[0] - counts[1]) == len(set(personas)) % 2
    assert assigned_variants(personas, seed) == drawn


def test_who_sees_what_is_drawn_and_not_by_the_order_of_rows() -> None:
    personas = [str(number) for number in range(10)]
    assert len({tuple(sorted(assigned_variants(personas, seed).items())) for seed in range(20)}) > 15
    ones = sum(assigned_variants(["alone"], seed)["alone"] for seed in range(100))
    assert 30 <= ones <= 70  # which variant gets one more is drawn, too
