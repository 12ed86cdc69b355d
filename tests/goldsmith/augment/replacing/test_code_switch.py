"""Words of another language, and other entities, in a text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.augment import (
    Edit,
    Span,
    code_switched,
    edited,
    entity_swapped,
    read_dictionary,
    surfaces_by_label,
    tokenize,
)
from goldsmith.errors import InputError

DICTIONARY = {"film": ["Streifen", "pelicula"], "was": ["war"], "not": ["nicht"], "same": ["same"]}
WORDS = st.lists(
    st.sampled_from(["film", "Film", "was", "not", "same", "Ada", "{film}", "film_x", "电影", "👍🏽", "."]),
    max_size=10,
)


@settings(derandomize=True, max_examples=80, deadline=None)
@given(WORDS, st.floats(0.01, 1), st.integers(0, 3))
def test_as_many_known_words_are_switched_as_the_rate_says_and_nothing_else(
    words: list[str], rate: float, seed: int
) -> None:
    text = " ".join(words)
    known = [word for word in words if word.lower() in ("film", "was", "not")]
    (made,) = code_switched(text, DICTIONARY, rate, seed=seed)
    if not known:
        assert (made.text, made.reason) == (text, "no word is in the dictionary")
        return
    assert len(made.edits) == max(1, round(rate * len(known)))
    changed = [(old, new) for old, new in zip(words, made.text.split(" "), strict=True) if old != new]
    assert len(changed) == len(made.edits)
    assert all(new.lower() in map(str.lower, DICTIONARY[old.lower()]) for old, new in changed)
    assert code_switched(text, DICTIONARY, rate, seed=seed) == [made]


def test_words_in_spans_stay_unless_they_are_asked_for() -> None:
    spans = [Span(4, 8, "thing")]
    (made,) = code_switched("the film was not long", DICTIONARY, 1.0, spans=spans)
    assert (made.text, made.spans) == ("the film war nicht long", (Span(4, 8, "thing"),))
    (made,) = code_switched("the film was not long", {"film": ["pelicula"]}, 1.0, spans=spans, in_spans=True)
    assert (made.text, made.spans) == ("the pelicula was not long", (Span(4, 12, "thing"),))


def test_several_texts_differ() -> None:
    texts = {one.text for one in code_switched("film", DICTIONARY, n=5)}
    assert texts == {"Streifen", "pelicula"}


def test_dictionaries_have_two_columns(tmp_path: Path) -> None:
    file = tmp_path / "en-es.txt"
    file.write_text("film película\nfilm\tcinta de cine\n\ncat gato\n", encoding="utf-8")
    assert read_dictionary(file) == {"film": ["película", "cinta de cine"], "cat": ["gato"]}
    file.write_text("film película\ncat\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2 of .* must have a word and its translation, got 'cat'"):
        read_dictionary(file)
    with pytest.raises(InputError, match="cannot be read"):
        read_dictionary(tmp_path / "none.txt")


def test_rates_are_bounded() -> None:
    for options in ({"rate": 0}, {"n": 0}):
        with pytest.raises(InputError, match="rate must be in"):
            code_switched("film", DICTIONARY, **options)
        with pytest.raises(InputError, match="rate must be in"):
            entity_swapped("film", [], {}, **options)


PEOPLE = {"person": ["Ada", "Bob", "Grace Hopper"], "place": ["Rome", "Bad Aibling"]}


@settings(derandomize=True, max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(["Ada", "Bob", "Rome", "met", "in"]), min_size=1, max_size=8),
    st.floats(0.01, 1),
    st.integers(0, 3),
)
def test_spans_cover_the_surfaces_of_their_label_and_the_rest_stays(
    words: list[str], rate: float, seed: int
) -> None:
    text = " ".join(words)
    label_of = {"Ada": "person", "Bob": "person", "Rome": "place"}
    spans = [Span(one.start, one.end, label_of[one.text]) for one in tokenize(text) if one.text in label_of]
    (made,) = entity_swapped(text, spans, PEOPLE, rate, seed=seed)
    if not spans:
        assert made.reason == "no span"
        return
    assert made.text != text
    assert [span.label for span in made.spans] == [span.label for span in spans]
    assert all(made.text[one.start : one.end] in PEOPLE[one.label] for one in made.spans)
    # What is no span is as it was: with all spans taken out, the texts are the same.
    gone = [
        edited(whole, [Edit(span.start, span.end, "") for span in of], "out").text
        for whole, of in ((text, spans), (made.text, made.spans))
    ]
    assert gone[0] == gone[1]


def test_one_surface_is_replaced_by_the_same_everywhere() -> None:
    spans = [Span(0, 3, "person"), Span(8, 11, "person")]
    (made,) = entity_swapped("Ada and Ada.", spans, PEOPLE, 1.0)
    assert made.text in ("Bob and Bob.", "Grace Hopper and Grace Hopper.")


def test_spans_that_overlap_or_have_no_other_stay() -> None:
    nested = [Span(0, 18, "org"), Span(14, 18, "place")]
    (made,) = entity_swapped("University of Rome", nested, PEOPLE | {"org": ["x"]}, 1.0)
    assert made.reason == "no other surface of the same label"
    (made,) = entity_swapped("Rome", [Span(0, 4, "planet")], PEOPLE)
    assert (made.text, made.reason) == ("Rome", "no other surface of the same label")


def test_surfaces_are_collected_once_each_without_blanks() -> None:
    texts = ["Ada, Ada", "  "]
    assert surfaces_by_label(texts, [[Span(0, 3, "p"), Span(5, 8, "p")], [Span(0, 2, "p")]]) == {"p": ["Ada"]}
