"""Normal form and well-formedness of any string."""

from hypothesis import given
from hypothesis import strategies as st

from goldsmith.text import normalise, well_formed

ANY_TEXT = st.text(st.characters())  # lone surrogates and unassigned code points included


def test_texts_a_reader_would_call_the_same_have_one_normal_form() -> None:
    assert normalise("ＣＨＥＣＫ  out\u00a0this\ufeff") == normalise("check out this")


def test_different_words_keep_different_forms() -> None:
    assert normalise("not spam") != normalise("spam")


@given(ANY_TEXT)
def test_normalise_is_idempotent_on_any_string(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_ascii_has_the_normal_form_that_it_has_beside_other_letters(text: str) -> None:
    # ß keeps the text from being ASCII and folds to "ss".
    assert normalise(f"ß {text}") == f"ss {normalise(text)}".rstrip()


@given(ANY_TEXT)
def test_well_formed_text_can_be_encoded_and_is_left_alone(text: str) -> None:
    mended = well_formed(text)
    mended.encode("utf-8")
    assert well_formed(mended) == mended


def test_a_surrogate_pair_becomes_its_character_and_a_lone_one_the_replacement_character() -> None:
    assert well_formed("\ud83d\ude00\ud83d") == "😀\ufffd"
