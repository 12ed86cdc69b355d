"""A function is judged by gold, or by the others, never by itself."""

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.labels.analysis import lf_errors


def test_errors_against_gold_by_hand() -> None:
    L = [[1, 0], [1, -1], [0, 0], [-1, 1], [1, 1]]
    first, second = lf_errors(L, 2, names=["a", "b"], Y=[1, 0, 1, 1, -1])
    assert (first.name, first.against, first.judged, first.rows) == ("a", "gold", 3, (1, 2))
    assert (first.votes, first.labels, first.confidence) == ((1, 0), (0, 1), (1.0, 1.0))
    assert first.confusion == {(0, 1): 1, (1, 0): 1}
    assert (second.judged, second.rows) == (3, (0, 2))


def test_without_gold_the_others_judge_and_the_surest_error_is_first() -> None:
    # The first function votes against two others on row 3, and against one on row 2, where the third abstains.
    L = np.array([[1, 1, 1]] * 4 + [[0, 0, 0]] * 4 + [[0, 1, -1], [0, 1, 1]])
    first, *_ = lf_errors(L, 2)
    assert (first.against, first.judged) == ("consensus", 10)
    assert first.rows == (9, 8)
    assert first.confidence[0] > first.confidence[1] > 0.5
    (alone,) = lf_errors(L[:, :1], 2)
    assert (alone.judged, alone.rows) == (0, ())


def test_words_say_what_errors_have_in_common() -> None:
    texts = ["check the beat"] * 8 + ["my channel"] * 8 + [None]
    (one,) = lf_errors([[1]] * 17, 2, Y=[0] * 8 + [1] * 8 + [0], texts=texts)
    assert {word.word for word in one.words} == {"check", "the", "beat"}
    assert {(word.inside, word.outside) for word in one.words} == {(8, 0)}


def test_what_does_not_fit_is_refused() -> None:
    for options, message in (
        ({"texts": ["a"]}, "a text for each of 2 rows"),
        ({"names": ["a", "b"]}, "wanted 1 names"),
        ({"Y": [0, 2]}, r"in \[-1, 2\)"),
        ({"Y": [0.5, 1]}, "an integer for each of 2"),
    ):
        with pytest.raises(InputError, match=message):
            lf_errors([[1], [0]], 2, **options)
