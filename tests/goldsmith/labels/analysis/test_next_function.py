"""What functions leave open is said with the words that stand there."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.labels.analysis import next_function

SONGS = ["a lovely song with a good beat", "this song has the best beat", "good song"] * 6
SALES = ["cheap pills buy now", "buy cheap pills today", "pills now cheap"] * 6
SUBS = ["subscribe to me please", "please subscribe", "subscribe subscribe please"] * 5


def test_the_largest_gap_comes_first_with_its_words_and_class() -> None:
    texts = [*SONGS, *SALES, *SUBS, None]
    L = [[0, -1]] * 18 + [[-1, -1]] * 18 + [[0, 1]] * 15 + [[-1, -1]]
    p = [[0.9, 0.1]] * 18 + [[0.2, 0.8]] * 18 + [[0.5, 0.5]] * 16
    first, second = next_function(texts, L, 2, probabilities=p, clusters=1)
    assert (first.gap, len(first.rows), first.share) == ("uncovered", 18, pytest.approx(18 / 52))
    assert {"cheap", "pills"} <= {word.word for word in first.words}
    assert (first.label, first.label_share) == (1, pytest.approx(0.8))
    assert all(18 <= row < 36 for row in first.examples)
    assert (second.gap, len(second.rows)) == ("disputed", 15)
    assert {word.word for word in second.words} >= {"subscribe", "please"}
    assert second.reason.startswith(
        "15 of 52 rows (29%) have votes that differ; commoner there than elsewhere: "
    )


def test_unlike_rows_of_a_gap_are_told_apart() -> None:
    texts = [*SONGS, *SALES, *SUBS]
    found = next_function(texts, [[0]] * 18 + [[-1]] * 33, 2, clusters=2)
    assert sorted(len(one.rows) for one in found) == [15, 18]
    assert {word.word for word in found[0].words} == {"cheap", "pills", "buy", "now"}
    vectors = np.array([[0.0]] * 18 + [[1.0]] * 18 + [[9.0]] * 15)
    assert [
        one.rows for one in next_function(texts, [[0]] * 18 + [[-1]] * 33, 2, clusters=2, vectors=vectors)
    ] == [
        tuple(range(18, 36)),
        tuple(range(36, 51)),
    ]


def test_on_real_comments_the_word_of_the_function_taken_away_comes_back(
    shared_data: Path, weak_set: Any
) -> None:
    comments = weak_set("youtube")
    with np.load(shared_data / "weak_supervision" / "youtube" / "L.npz") as data:
        L = data["L_train"]
    subscribe = np.array(["subscribe" in text.lower() for text in comments.texts])
    blinded = np.where(subscribe[:, None], -1, L)  # nobody votes on these any more
    first, *_ = next_function(comments.texts, blinded, 2, clusters=1)
    assert first.gap == "uncovered"
    assert "subscribe" in {word.word for word in first.words[:3]}


@pytest.mark.parametrize("L", [[[0], [1]], [[-1], [0]]])
def test_where_at_most_one_row_is_open_nothing_is_advised(L: list[list[int]]) -> None:
    assert next_function(["a", "b"], L, 2) == []


def test_texts_without_a_word_are_one_cluster() -> None:
    (advice,) = next_function(["!!", "??", "..."], [[-1]] * 3, 2)
    assert (advice.words, advice.reason[-20:]) == ((), "nothing in particular"[-20:])


def test_what_does_not_fit_is_refused() -> None:
    for options, message in (
        ({"clusters": 0}, "clusters and words >= 1"),
        ({"probabilities": [[0.5, 0.5]]}, r"shape \(2, 2\)"),
        ({"vectors": [[1.0]]}, "a vector for each of 2"),
    ):
        with pytest.raises(InputError, match=message):
            next_function(["a", "b"], [[-1], [-1]], 2, **options)
    with pytest.raises(InputError, match="a text for each of 1 rows"):
        next_function(["a", "b"], [[-1]], 2)
