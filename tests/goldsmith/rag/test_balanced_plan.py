from collections import Counter
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.rag import LENGTHS, PERSONAS, QUESTION_KINDS, STYLES, balanced_plan

FACTORS = ("kind", "persona", "style", "length")


@given(st.tuples(*[st.integers(1, 4)] * 4), st.integers(0, 60), st.integers(0, 5))
def test_each_factor_is_balanced_in_any_first_n(sizes: tuple[int, ...], n: int, seed: int) -> None:
    names = [
        [f"{factor}{number}" for number in range(size)] for factor, size in zip(FACTORS, sizes, strict=True)
    ]
    plan = list(islice(balanced_plan(*names, seed=seed), n))
    for factor, several in zip(FACTORS, names, strict=True):
        counts = Counter(getattr(one, factor) for one in plan)
        shares = [counts[name] for name in several]
        assert sum(shares) == n
        assert max(shares) - min(shares) <= 1


def test_a_plan_as_long_as_all_combinations_has_each_pair_equally_often() -> None:
    # 7 kinds x 3 personas x 4 styles x 3 lengths are 252: each kind 36 times, a kind with a persona 12 times and so on, +-1.
    plan = list(islice(balanced_plan(list(QUESTION_KINDS), list(PERSONAS), list(STYLES), list(LENGTHS)), 252))
    assert set(Counter(one.kind for one in plan).values()) == {36}
    assert set(Counter(one.style for one in plan).values()) == {63}
    assert len(set(plan)) > 230
    pairs = Counter((one.kind, one.persona) for one in plan)
    assert set(pairs.values()) <= {11, 12, 13}


def test_a_longer_plan_begins_as_the_shorter_one_and_the_seed_decides_ties() -> None:
    factors = [["a", "b", "c"], ["p", "q"], ["s"], ["short", "long"]]
    long = list(islice(balanced_plan(*factors, seed=1), 30))
    assert list(islice(balanced_plan(*factors, seed=1), 7)) == long[:7]
    assert list(islice(balanced_plan(*factors, seed=2), 30)) != long


def test_nothing_to_choose_from_is_refused() -> None:
    with pytest.raises(InputError, match="kinds must be different"):
        next(balanced_plan([], ["p"], ["s"], ["short"]))
    with pytest.raises(InputError, match="styles must be different"):
        next(balanced_plan(["a"], ["p"], ["s", "s"], ["short"]))
