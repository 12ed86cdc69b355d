"""Words of other scripts in Latin letters, by published standards."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.augment import Span, restored, transliterated
from goldsmith.augment.replacing.transliteration_tables import ARABIC, CYRILLIC
from goldsmith.errors import InputError


@pytest.mark.parametrize(
    ("text", "standard", "expected"),
    [
        ("Москва", "ISO 9", "Moskva"),
        ("Съешь ещё булок", "ISO 9", "Sʺešʹ eŝë bulok"),
        ("Київ", "ISO 9", "Kiïv"),
        ("Љубљана", "ISO 9", "L\u0302ubl\u0302ana"),
        ("كتاب", "Buckwalter", "ktAb"),
        ("السَّلامُ عَلَيْكُم", "Buckwalter", "Als~alAmu Ealayokum"),
        ("नमस्ते", "ISO 15919", "namastē"),
        ("संस्कृत", "ISO 15919", "saṁskr\u0325ta"),
        ("देवनागरी", "ISO 15919", "dēvanāgarī"),
        ("दुःख", "ISO 15919", "duḥkha"),
        ("लड़का", "ISO 15919", "laṛakā"),
        # A colon parts what would read as one letter: a and i, which are not the vowel ai; k and h, which are not kh.
        ("बइला", "ISO 15919", "ba:ilā"),
        ("वाक्ह", "ISO 15919", "vāk:ha"),
    ],
)
def test_words_are_written_as_the_standard_has_them(text: str, standard: str, expected: str) -> None:
    assert transliterated(text, standard).text == expected


@pytest.mark.parametrize("table", [CYRILLIC, ARABIC], ids=["ISO 9", "Buckwalter"])
def test_no_two_letters_are_written_alike(table: dict[str, str]) -> None:
    assert len(set(table.values())) == len(table)


@given(st.text(sorted(CYRILLIC), min_size=1, max_size=12))
def test_cyrillic_comes_back(word: str) -> None:
    assert restored(transliterated(word, "ISO 9").text, "ISO 9") == word


@given(st.text(sorted(ARABIC), min_size=1, max_size=12))
def test_arabic_comes_back(letters: str) -> None:
    word = unicodedata.normalize("NFC", f"ا{letters}")  # which puts marks on one letter in their order
    made = transliterated(word, "Buckwalter")
    assert restored(made.text, "Buckwalter") == word


@pytest.mark.parametrize("standard", ["ISO 9", "Buckwalter", "ISO 15919"])
def test_all_else_stays(standard: Literal["ISO 9", "Buckwalter", "ISO 15919"]) -> None:
    text = "See https://пример.рф/а and {имя}, 你好 42."
    made = transliterated(text, standard)
    assert made.text == text
    assert made.reason == f"no word in the script of {standard}"


def test_spans_cover_the_same_words_even_inside_one() -> None:
    text = "Щука и щит"
    made = transliterated(text, "ISO 9", [Span(0, 1, "letter"), Span(7, 10, "word")])
    assert [made.text[span.start : span.end] for span in made.spans] == ["Ŝ", "ŝit"]


def test_an_unknown_standard_is_told() -> None:
    with pytest.raises(InputError, match="standard must be one of"):
        transliterated("x", "ISO 7")
