"""Replacing words by others that could stand there: which may go, which may come."""

from collections.abc import Sequence
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.augment import (
    Proposer,
    Replacing,
    Span,
    Token,
    WordNeighbours,
    fits,
    label_words,
    replaceable,
    replaced,
    tokenize,
)
from goldsmith.errors import InputError

ANY_TEXT = st.text(st.characters(), max_size=60) | st.lists(
    st.sampled_from(
        ["film", "not", "Ada", "3", "two", "nice", "it's", "{x}", "👍🏽", "电影", "watching", "."]
    ),
    max_size=12,
).map(" ".join)


def doubled(text: str, places: Sequence[Token]) -> list[list[str]]:
    """Propose words that fit nowhere else, so that each can be told."""
    del text
    return [["qq" + place.text[::-1].lower(), "ww" + place.text[::-1].lower()] for place in places]


def proposes(*words: list[str]) -> Proposer:
    """Return who proposes these, whatever the text."""
    return lambda *_: list(words)


def test_the_log_odds_are_those_of_the_paper() -> None:
    found = label_words(["good fun", "good film", "bad film", "bad food"], ["+", "+", "-", "-"], z=0.5)
    # V = 5, so the prior of all words is 2.5. "good": 2 of 4 and 0 of 4; "fun": 1 of 4 and 0 of 4; "film": 1 and 1, a ratio of 0.
    good = log(2.5 / (4 + 2.5 - 2.5)) - log(0.5 / (4 + 2.5 - 0.5))
    fun = log(1.5 / (4 + 2.5 - 1.5)) - log(0.5 / (4 + 2.5 - 0.5))
    assert list(found["+"]) == ["good", "fun"]
    assert found["+"]["good"] == pytest.approx(good / sqrt(1 / 2.5 + 1 / 0.5))
    assert found["+"]["fun"] == pytest.approx(fun / sqrt(1 / 1.5 + 1 / 0.5))
    assert list(found["-"]) == ["bad", "food"]


def test_one_label_tells_nothing_and_labels_must_be_as_many() -> None:
    assert label_words(["a good film"], ["+"]) == {"+": {}}
    assert label_words([], []) == {}
    with pytest.raises(InputError, match="a label for each of 1 texts, got 2"):
        label_words(["a"], ["x", "y"])


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, st.sampled_from("abc")), max_size=8))
def test_no_word_tells_two_labels_of_two(rows: list[tuple[str, str]]) -> None:
    two = [(text, "b" if label == "c" else label) for text, label in rows]
    found = label_words([text for text, _ in two], [label for _, label in two], z=0.01)
    assert not set(found.get("a", ())) & set(found.get("b", ()))


def test_the_nearest_words_are_those_of_the_centred_cosine() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(30, 8)) + 3
    words = [f"w{number}" for number in range(30)]
    table = WordNeighbours(words, vectors)
    centred = vectors - vectors.mean(axis=0)
    unit = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    cosines = unit @ unit[4]
    expected = [place for place in np.argsort(-cosines) if place != 4][:5]
    assert [word for word, _ in table.nearest("w4", 5)] == [words[place] for place in expected]
    assert [cosine for _, cosine in table.nearest("w4", 5)] == pytest.approx(
        cosines[expected].tolist(), abs=1e-5
    )
    assert table.nearest("unknown") == []
    assert WordNeighbours([], np.zeros((0, 3))).nearest("w") == []
    with pytest.raises(InputError, match="a vector for each of 2 different words"):
        WordNeighbours(["a", "a"], [[1], [2]])


def test_what_a_label_or_a_meaning_hangs_on_stays_unless_it_is_asked_for() -> None:
    text = "nobody here liked these two films, and Ada wouldn't see 3 dull films again"
    free = {word.text for word in replaceable(text, label_words=["dull"])}
    assert free == {"liked", "films", "see", "again"}
    also = {
        word.text
        for word in replaceable(
            text, label_words=["dull"], also=["negations", "numbers", "names", "label words"]
        )
    }
    assert also - free == {"nobody", "two", "Ada", "wouldn't", "dull"}


def test_words_in_spans_stay() -> None:
    text = "the film festival was nice"
    assert [word.text for word in replaceable(text, spans=[Span(4, 17, "event")])] == ["nice"]


@pytest.mark.parametrize(
    ("word", "new", "fit"),
    [
        ("film", "movie", True),
        ("film", "films", False),  # the same word
        ("films", "movie", False),  # one, and several
        ("nice", "never", False),
        ("nice", "two", False),
        ("nice", "the", False),
        ("quickly", "swiftly", True),
        ("quickly", "fast", False),
        ("maximum", "minimum", False),
        ("nice", "##ing", False),
        ("nice", "poor", False),  # refused
    ],
)
def test_what_may_come_in(word: str, new: str, fit: bool) -> None:
    assert fits(word, new, refused=["poor"]) is fit


@settings(derandomize=True, max_examples=80, deadline=None)
@given(ANY_TEXT, st.floats(0.01, 1), st.integers(1, 3), st.integers(0, 3))
def test_only_free_words_change_and_as_many_as_the_share_says(
    text: str, share: float, n: int, seed: int
) -> None:
    free = replaceable(text)
    made = replaced(text, doubled, Replacing(share=share, n=n, seed=seed))
    assert 1 <= len(made) <= n
    if not free:
        assert (made[0].text, made[0].reason) == (text, "no word may be replaced")
        return
    for one in made:
        if one.reason:
            continue
        assert {(edit.start, edit.end) for edit in one.edits} <= {(word.start, word.end) for word in free}
        assert len(one.edits) <= max(1, round(share * len(free)))
        assert one.text != text
    assert replaced(text, doubled, Replacing(share=share, n=n, seed=seed)) == made


@settings(derandomize=True, max_examples=50, deadline=None)
@given(ANY_TEXT.filter(str.strip), st.data())
def test_spans_keep_their_surface(text: str, data: st.DataObject) -> None:
    token = data.draw(st.sampled_from(tokenize(text)))
    (made,) = replaced(text, doubled, Replacing(share=1), [Span(token.start, token.end, "x")])
    (span,) = made.spans
    assert made.text[span.start : span.end] == token.text


def test_case_is_kept_and_the_drawn_word_is_among_the_best() -> None:
    proposer = proposes(["not", "movie", "picture", "flick"])
    texts = {replaced("film", proposer, Replacing(best=2, seed=seed))[0].text for seed in range(20)}
    assert texts == {"movie", "picture"}
    shouted = replaced("FILM", proposer, Replacing(best=1, also=["names"]))
    assert shouted[0].text == "MOVIE"


def test_a_proposer_must_answer_for_each_place_and_bounds_hold() -> None:
    with pytest.raises(InputError, match="words for each of 1 places, got 0"):
        replaced("film", proposes())
    for options in ({"share": 0}, {"n": 0}, {"best": 0}):
        with pytest.raises(InputError, match="share must be in"):
            Replacing(**options)
    (none,) = replaced("film", proposes(["films"]))
    assert none.reason == "no word fits in another's place"
