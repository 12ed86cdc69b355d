"""Cases come in even shares, each combination once."""

from collections import Counter
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.redteam import balanced_cells

sizes = st.integers(1, 6)


def names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(count)]


def spread(values: list[str], of: list[str]) -> int:
    counts = Counter(dict.fromkeys(of, 0))
    counts.update(values)
    return max(counts.values()) - min(counts.values())


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=8), sizes, sizes, st.integers(0, 99))
def test_every_combination_comes_once(categories: list[str], styles: int, chains: int, seed: int) -> None:
    cells = list(balanced_cells(categories, names("s", styles), names("c", chains), seed))
    assert len(set(cells)) == len(cells) == len(categories) * styles * chains
    assert cells == list(balanced_cells(categories, names("s", styles), names("c", chains), seed))


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.integers(1, 4), st.integers(1, 4), sizes, sizes, st.integers(0, 99), st.data())
def test_shares_are_even(
    kinds: int, each: int, styles: int, chains: int, seed: int, data: st.DataObject
) -> None:
    categories = [name for name in names("k", kinds) for _ in range(each)]
    # No behaviour can have had a style with all chains before it has had `chains` cases; they take turns.
    wanted = data.draw(st.integers(0, len(categories) * chains))
    cells = list(islice(balanced_cells(categories, names("s", styles), names("c", chains), seed), wanted))
    assert spread([categories[cell.behaviour] for cell in cells], names("k", kinds)) <= 1
    assert spread([str(cell.behaviour) for cell in cells], list(map(str, range(len(categories))))) <= 1
    assert spread([cell.style for cell in cells], names("s", styles)) <= 1
    assert spread([cell.chain for cell in cells], names("c", chains)) <= 2


def test_no_style_keeps_to_its_own_chains() -> None:
    # 40 behaviours x 3 x 3: after 90 cases each of the nine pairs should have come up ten times.
    cells = islice(balanced_cells(["a"] * 40, names("s", 3), names("c", 3)), 90)
    assert set(Counter((cell.style, cell.chain) for cell in cells).values()) <= {9, 10, 11}


def test_a_category_with_few_behaviours_leaves_its_share_to_the_others() -> None:
    # One behaviour of "a" x 1 x 2 gives 2 cases; "b" has three times as many and fills up.
    cells = list(balanced_cells(["a", "b", "b", "b"], ["s"], ["c", "d"]))
    assert Counter(cell.behaviour == 0 for cell in cells) == {True: 2, False: 6}
    assert [cell.behaviour == 0 for cell in cells[:4]].count(True) == 2


def test_another_seed_takes_others_first() -> None:
    firsts = {next(balanced_cells(["a"] * 5, names("s", 3), names("c", 3), seed)) for seed in range(20)}
    assert len(firsts) > 5


def test_nothing_comes_of_nothing() -> None:
    assert list(balanced_cells([], ["s"], ["c"])) == list(balanced_cells(["a"], [], ["c"])) == []
