"""Texts as vectors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import TextFeatures, text_vectors

KNOWN = TextFeatures()
KNOWN.fit_transform(["a known word", "another"])


def test_the_weights_of_words_are_those_of_the_formula() -> None:
    # Of words and pairs: "a" is in both of 2 texts, idf ln(3 / 3) + 1 = 1; "b" and "a b" in one, idf ln(3 / 2) + 1.
    # In "a a b" tf is 1 + ln 2 for "a", 1 for the rest: "b", "a a" and "a b".
    X = TextFeatures().fit_transform(["a a b", "a"])
    rare = np.log(3 / 2) + 1
    raw = np.array([1 + np.log(2), rare, rare, rare])  # a, a a, a b, b
    expected = raw / np.linalg.norm(raw)
    np.testing.assert_allclose(X.toarray()[0, :4], expected)
    np.testing.assert_allclose(X.toarray()[1, :4], [1, 0, 0, 0])


def test_each_part_of_a_text_has_length_1() -> None:
    X = TextFeatures().fit_transform(["free money", "see you", "now"]).toarray()
    np.testing.assert_allclose((X**2).sum(axis=1), 2)


def test_what_occurs_once_is_left_out_of_many_texts() -> None:
    many = ["free money"] * 999 + ["singular"]
    assert TextFeatures().fit_transform(many)[999].nnz == 0
    assert TextFeatures().fit_transform(many[1:])[998].nnz > 0


@settings(max_examples=40)
@given(st.lists(st.text(), min_size=1, max_size=8))
def test_no_string_is_too_strange(texts: list[str]) -> None:
    assert KNOWN.transform(texts).shape[0] == len(texts)


def test_short_vectors_have_length_1_or_nothing_and_are_the_same_each_time() -> None:
    texts = ["free money", "free money now", "see you", "see you soon", ""]
    first, again = text_vectors(texts, dimensions=3), text_vectors(texts, dimensions=3)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), [1, 1, 1, 1, 0])


def test_there_are_never_more_dimensions_than_texts() -> None:
    assert text_vectors(["one text", "another one", "a third"], dimensions=100).shape == (3, 2)
    assert text_vectors(["alone"]).shape == (1, 1)


def test_no_dimension_is_refused() -> None:
    with pytest.raises(InputError, match="at least 1"):
        text_vectors(["a"], dimensions=0)
