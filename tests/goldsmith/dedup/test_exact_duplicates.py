"""Exact duplicates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.dedup import exact_duplicates
from goldsmith.errors import InputError


@given(st.lists(st.sampled_from(["a", "A ", "b", "", " ", "c\u200b", "c"])))
def test_each_row_points_at_the_first_of_its_kind(texts: list[str]) -> None:
    first = exact_duplicates(texts)
    for index, other in enumerate(first):
        assert other <= index
        assert first[other] == other  # the first of a kind duplicates nobody, so one of each kind survives


def test_no_texts_give_an_empty_array() -> None:
    assert exact_duplicates([]).tolist() == []


@given(
    st.lists(st.tuples(st.sampled_from(["a", "A ", "b"]), st.sampled_from([1, "1", None]), st.integers(0, 2)))
)
def test_the_best_of_a_group_stays(rows: list[tuple[str, object, int]]) -> None:
    texts, groups, scores = (list(part) for part in zip(*rows, strict=True)) if rows else ([], [], [])
    found = exact_duplicates(texts, groups=groups, scores=scores).tolist()
    for index, (text, group, _) in enumerate(rows):
        same = [
            n
            for n, row in enumerate(rows)
            if row[0].strip().lower() == text.strip().lower() and row[1] is group
        ]
        assert found[index] == max(same, key=lambda n: (scores[n], -n))


def test_several_columns_must_all_be_equal() -> None:
    rows = [("ab", "c"), ("a", "bc"), ("AB", "c"), ("ab", "c", "")]
    assert exact_duplicates(rows).tolist() == [0, 1, 0, 3]


def test_a_generator_will_do_and_one_string_will_not() -> None:
    assert exact_duplicates(str(number % 3) for number in range(9)).tolist() == [0, 1, 2] * 3
    with pytest.raises(InputError, match="put it in a list"):
        exact_duplicates("abc")
    with pytest.raises(InputError, match="row 1: expected a string, or several, got 7"):
        exact_duplicates(["a", 7])
    with pytest.raises(InputError, match="more groups than rows"):
        exact_duplicates(["a"], groups=["x", "y"])
