"""Texts in pieces: nothing is lost, and ASCII is cut as it would be in any other text."""

from hypothesis import given
from hypothesis import strategies as st

from goldsmith.augment import tokenize

PARTS = [
    "word",
    "don't",
    "x_y",
    "a1",
    "1a",
    "3.5",
    "{name}",
    "%s",
    "$HOME",
    "<b>",
    "&amp;",
    "[MASK]",
    "@you",
    "#tag",
    "a@b.org",
    "http://x.org/a?b.",
    "`c`",
    "```",
    "\r\n",
    "\x1c",
    " ",
    "-",
    ".",
    "é",
    "很好",
    "👍🏽",
]
ANY = st.text(max_size=40) | st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


@given(ANY)
def test_the_pieces_are_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == text
    assert [token.start for token in tokens] == [
        sum(len(t.text) for t in tokens[:n]) for n in range(len(tokens))
    ]


@given(
    st.text(st.characters(max_codepoint=127), max_size=30)
    | st.lists(st.sampled_from([p for p in PARTS if p.isascii()]), max_size=12).map("".join)
)
def test_ascii_is_cut_as_beside_other_letters(text: str) -> None:
    # A line with a letter that is not ASCII has the whole text read by the other pattern.
    assert (
        tokenize(f"{text}\né")[: len(tokenize(text))] == tokenize(text)
        or "```" in text
        or text[-1:].isspace()
    )


def test_kana_s_long_vowel_is_part_of_its_word() -> None:
    assert [(token.text, token.kind) for token in tokenize("ラーメン")] == [("ラーメン", "unspaced")]
