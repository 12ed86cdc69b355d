"""Exact duplicates."""

from hypothesis import given
from hypothesis import strategies as st

from goldsmith.dedup import exact_duplicates


@given(st.lists(st.sampled_from(["a", "A ", "b", "", " ", "c\u200b", "c"])))
def test_each_row_points_at_the_first_of_its_kind(texts: list[str]) -> None:
    first = exact_duplicates(texts)
    for index, other in enumerate(first):
        assert other <= index
        assert first[other] == other  # the first of a kind duplicates nobody, so one of each kind survives


def test_no_texts_give_an_empty_array() -> None:
    assert exact_duplicates([]).tolist() == []
