"""The pieces of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.augment import tokenize


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.text, token.kind) for token in tokenize(text) if token.kind != "space"]


@given(st.text(st.characters(codec=None)))
def test_the_pieces_put_together_are_the_text_again(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == text
    assert [token.start for token in tokens] == [0, *[token.end for token in tokens[:-1]]][: len(tokens)]


@pytest.mark.parametrize(
    "whole",
    [
        "https://example.org/a?b=c", "x.y@example.org", "@me", "#tag", "{user}", "{{ name }}", "%(count)s", "${HOME}", "<b>",
        "</b>", "&amp;", "`code x`", "snake_case", "covid19", "5km", "[MASK]",
    ],
)  # fmt: skip
def test_what_a_reader_or_a_program_takes_as_one_thing_is_protected(whole: str) -> None:
    assert (whole, "protected") in kinds(f"see {whole}, please")


@pytest.mark.parametrize(
    "word", ["don't", "well-known", "cafe\u0301", "नमस्ते", "می\u200cخواهم", "Straße", "ёлка"]
)
def test_a_word_is_whole_in_any_script_that_writes_blanks(word: str) -> None:
    assert kinds(f"{word}!") == [(word, "word"), ("!", "mark")]


@pytest.mark.parametrize("run", ["我们去看书", "ひらがなカタカナ", "สวัสดีครับ", "ភាសាខ្មែរ", "မြန်မာ"])
def test_scripts_without_blanks_are_no_words(run: str) -> None:
    assert kinds(run) == [(run, "unspaced")]


def test_an_emoji_of_several_code_points_is_one_sign() -> None:
    assert kinds("👨‍👩‍👧👍🏽") == [("👨‍👩‍👧", "mark"), ("👍🏽", "mark")]
