"""Covering designs, and attributes that a model proposes."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.augment import covering_design, own_values, read_proposal, read_values
from goldsmith.errors import InputError, UnreadableError

SIZES = st.lists(st.integers(1, 4), min_size=0, max_size=5)


def named(sizes: list[int]) -> dict[str, list[str]]:
    return {f"d{number}": [f"{number}.{value}" for value in range(size)] for number, size in enumerate(sizes)}


def met(rows: list[dict[str, str]], one: str, other: str) -> Counter[tuple[str, str]]:
    return Counter((row[one], row[other]) for row in rows)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(SIZES, st.integers(0, 3))
def test_a_whole_design_has_every_two_values_and_no_more_rows_than_pairs(sizes: list[int], seed: int) -> None:
    dimensions = named(sizes)
    rows = covering_design(dimensions, seed=seed)
    pairs = 0
    for one, other in combinations(dimensions, 2):
        assert len(met(rows, one, other)) == len(dimensions[one]) * len(dimensions[other])
        pairs += len(dimensions[one]) * len(dimensions[other])
    # Every row has a pair that none before it had.
    assert len(rows) <= max(pairs, *sizes, 0) if sizes else not rows


@settings(derandomize=True, max_examples=40, deadline=None)
@given(SIZES, st.integers(0, 40))
def test_a_design_has_as_many_rows_as_asked_for_each_with_one_value_a_dimension(
    sizes: list[int], rows: int
) -> None:
    dimensions = named(sizes)
    found = covering_design(dimensions, rows)
    assert len(found) == rows
    for row in found:
        assert list(row) == list(dimensions)
        assert all(row[name] in dimensions[name] for name in row)
    assert covering_design(dimensions, rows) == found


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 30))
def test_of_two_dimensions_any_two_pairs_meet_equally_often_but_for_one(a: int, b: int, rows: int) -> None:
    dimensions = named([a, b])
    counts = met(covering_design(dimensions, rows), "d0", "d1")
    each = [counts[x, y] for x in dimensions["d0"] for y in dimensions["d1"]]
    assert max(each) - min(each) <= 1


@settings(derandomize=True, max_examples=30, deadline=None)
@given(st.lists(st.integers(2, 4), min_size=3, max_size=5), st.integers(1, 60))
def test_pairs_meet_about_equally_often_at_any_length(sizes: list[int], rows: int) -> None:
    dimensions = named(sizes)
    found = covering_design(dimensions, rows)
    for one, other in combinations(dimensions, 2):
        counts = met(found, one, other)
        mean = rows / (len(dimensions[one]) * len(dimensions[other]))
        assert all(abs(counts[x, y] - mean) <= 3 for x in dimensions[one] for y in dimensions[other])


@pytest.mark.parametrize(
    ("sizes", "most"),
    # The smallest arrays have 9, 6 and 15 rows (covering arrays CA(2,4,3), CA(2,10,2), CA(2,13,3)); greed takes up to half as many more.
    [([3] * 4, 13), ([2] * 10, 9), ([3] * 13, 23)],
)
def test_designs_are_not_much_larger_than_the_smallest_known(sizes: list[int], most: int) -> None:
    assert len(covering_design(named(sizes))) <= most


def test_one_dimension_takes_turns_and_none_gives_empty_rows() -> None:
    counts = Counter(row["d0"] for row in covering_design(named([3]), 7))
    assert sorted(counts.values()) == [2, 2, 3]
    assert covering_design({}, 2) == [{}, {}]
    assert covering_design({}) == []


@pytest.mark.parametrize("dimensions", [{"a": []}, {"a": ["x", "x"]}, {"a": "xy"}])
def test_dimensions_without_different_values_are_refused(dimensions: dict[str, list[str]]) -> None:
    with pytest.raises(InputError, match="'a' must have different values"):
        covering_design(dimensions)


def test_proposals_are_read_without_what_is_no_text_or_twice() -> None:
    told = (
        '{"dimensions": [{"name": "length", "values": ["short", "Short", 3, "long", "longest"]}, {"name": "tone"}, 5],'
        ' "label_dimensions": ["topic", "length", null]}'
    )
    assert read_proposal(told, 2) == ({"length": ["short", "long"]}, ["topic"])
    assert read_values('["a", "b", "a"]', 5) == ["a", "b"]


@pytest.mark.parametrize(
    "output", ["", "nothing", "[]", '{"dimensions": []}', '{"dimensions": [{"name": "x", "values": []}]}']
)
def test_what_is_no_proposal_is_unreadable(output: str) -> None:
    with pytest.raises(UnreadableError):
        read_proposal(output, 5)
    with pytest.raises(UnreadableError):
        read_values(output, 5)


def test_a_value_of_two_labels_is_neither_s() -> None:
    assert own_values({"a": ["x", "Y"], "b": ["y", "z"], "c": ["y"]}) == {"a": ["x"], "b": ["z"], "c": []}
