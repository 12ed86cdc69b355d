from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.labels.analysis import telling_words

TEXTS = st.lists(st.text(alphabet="abc ", max_size=8), max_size=8)


def test_the_score_is_the_papers_by_hand() -> None:
    # "free" is in 6 of 6 texts of two words and in none of 6 of three: 12 and 18 words. Of a prior of 12 it has 12 * 6 / 30 = 2.4.
    found = {one.word: one for one in telling_words(["free cash"] * 6, ["a good song"] * 6)}
    odds = log(8.4 / (12 + 12 - 8.4)) - log(2.4 / (18 + 12 - 2.4))
    assert found["free"].z == pytest.approx(odds / sqrt(1 / 8.4 + 1 / 2.4))
    assert (found["free"].inside, found["free"].outside) == (6, 0)
    assert set(found) == {"free", "cash"}


def test_a_word_counts_once_a_text_and_in_any_case() -> None:
    once = telling_words(["Spam spam SPAM egg"] * 9, ["egg"] * 9)
    assert [(one.word, one.inside) for one in once] == [("spam", 9)]


@given(TEXTS, TEXTS)
def test_scores_fall_and_nothing_is_raised(inside: list[str], outside: list[str]) -> None:
    found = telling_words(inside, outside, least=0.0)
    assert [one.z for one in found] == sorted((one.z for one in found), reverse=True)
    assert all(one.inside > 0 and one.z >= 0 for one in found)
    assert telling_words(inside, inside) == []
