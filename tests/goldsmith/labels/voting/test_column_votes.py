"""Functions that vote on a whole column say what they say of each row."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import ApplyReport, apply_functions
from goldsmith.labels.voting import KeywordVotes, LookupVotes, PatternVotes

TEXTS = st.lists(st.one_of(st.text("aAbB_1 .\0İΣσßé", max_size=12), st.none()), max_size=8)
WORDS = st.lists(st.text("aAb_1 .İΣß", min_size=1, max_size=3).filter(str.strip), min_size=1, max_size=3)


def row_by_row(votes: Any, rows: list[dict[str, Any]]) -> list[int]:
    return apply_functions([votes.__call__], rows).ravel().tolist()


@given(TEXTS, WORDS, st.booleans())
def test_keywords_are_found_in_a_column_where_they_are_found_in_its_rows(
    texts: list[str | None], words: list[str], whole: bool
) -> None:
    votes = KeywordVotes("words", words, 1, whole_words=whole)
    rows = [{"text": text} for text in texts]
    assert apply_functions([votes], rows, chunk_rows=3).ravel().tolist() == row_by_row(votes, rows)


@given(TEXTS, st.sampled_from([r"^a", r"b$", r"\bA\b", "", r"a(?=b)"]))
def test_patterns_are_found_in_a_column_where_they_are_found_in_its_rows(
    texts: list[str | None], pattern: str
) -> None:
    votes = PatternVotes("pattern", pattern, 0)
    rows = [{"text": text} for text in texts]
    found = apply_functions([votes], rows).ravel().tolist()
    assert found == row_by_row(votes, rows)
    assert found == [
        0 if text is not None and re.search(pattern, text, re.IGNORECASE) else -1 for text in texts
    ]


def test_a_whole_word_ends_where_a_text_does_and_not_at_an_underscore() -> None:
    rows = [{"text": text} for text in ("Free", "carefree", "free_", "un-free!", "fre", "e free", "FREE\0")]
    found = apply_functions([KeywordVotes("free", ["free"], 2)], rows)
    assert found.ravel().tolist() == [2, -1, -1, 2, -1, 2, 2]


def test_another_column_may_be_missing_in_a_row_but_not_in_all() -> None:
    votes = KeywordVotes("title", ["sale"], 1, column="title")
    rows: list[dict[str, Any]] = [{"text": "a", "title": "Sale"}, {"text": "b", "title": 5}, {"text": "c"}]
    report = ApplyReport()
    assert apply_functions([votes], rows, report=report).ravel().tolist() == [1, -1, -1]
    assert not report.failures
    apply_functions([votes], [{"text": "a"}], report=report)
    assert report.first_error["title"].startswith("InputError: no row has a column 'title'")


def test_a_value_that_cannot_be_looked_up_is_abstained_on() -> None:
    votes = LookupVotes("domain", {"shop.example": 1, 5: 0}, column="domain")
    rows = [{"text": "", "domain": value} for value in ("shop.example", 5, ["shop.example"], None, "other")]
    assert apply_functions([votes], rows).ravel().tolist() == [1, 0, -1, -1, -1]
    assert row_by_row(votes, rows) == [1, 0, -1, -1, -1]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: KeywordVotes("k", [], 1), "wanted keywords"),
        (lambda: KeywordVotes("k", ["a", " "], 1), "wanted keywords"),
        (lambda: KeywordVotes("k", ["a\0"], 1), "wanted keywords"),
        (lambda: KeywordVotes("k", ["a"], -1), "wanted keywords"),
        (lambda: PatternVotes("p", "(", 1), "does not compile"),
        (lambda: PatternVotes("p", "a", -1), "label >= 0"),
        (lambda: LookupVotes("l", {}, column="c"), "wanted a table"),
        (lambda: LookupVotes("l", {"a": -1}, column="c"), "wanted a table"),
    ],
)
def test_what_can_never_vote_is_refused(make: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
