"""Damage is seen, and mended where nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.filters import EncodingDamage, encoding_damage, encoding_reason, mend_encoding

ACCENTED = [
    "La cafétéria est fermée depuis hier.",
    "Die Straße ist für Fußgänger gesperrt.",
    "El niño soñó con un pingüino.",
    "Привет, как твои дела?",
    "日本語の文章です",
]


@pytest.mark.parametrize("text", ACCENTED)
def test_utf8_read_as_latin_1_is_seen_and_mended(text: str) -> None:
    broken = text.encode().decode("latin-1")
    assert encoding_damage(broken).mojibake == 1
    assert mend_encoding(broken) == text
    assert encoding_damage(text) == EncodingDamage()
    assert mend_encoding(text) == text


def test_each_kind_of_damage_is_counted() -> None:
    text = "ok\nCafÃ©\n\ufffd\ufffd \x00\x07\x1b \ud800"
    assert encoding_damage(text) == EncodingDamage(mojibake=1, replacement=2, control=3, surrogates=1)


def test_white_space_and_joiners_are_no_damage() -> None:
    assert encoding_damage("a\tb\r\nc\fd 👨‍👩‍👧 \u200f\ufeff") == EncodingDamage()


def test_mending_takes_colours_and_controls_and_leaves_what_is_lost() -> None:
    assert mend_encoding("\x1b[1;31mred\x1b[0m\x00 \ufffd \ud83d\ude00 \ud83d") == "red \ufffd 😀 \ufffd"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (EncodingDamage(), None),
        (EncodingDamage(mojibake=2, control=1), "encoding: 2 lines of mojibake"),
        (EncodingDamage(replacement=1), "encoding: 1 replacement character"),
        (EncodingDamage(surrogates=3), "encoding: 3 lone surrogates"),
    ],
)
def test_the_reason_counts(damage: EncodingDamage, reason: str | None) -> None:
    assert encoding_reason(damage) == reason


@given(st.text(st.characters()))
def test_a_mended_text_has_no_control_characters_or_surrogates_left(text: str) -> None:
    left = encoding_damage(mend_encoding(text))
    assert left.control == left.surrogates == 0
