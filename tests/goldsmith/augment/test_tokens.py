"""Texts in pieces: nothing is lost, and ASCII is cut as it would be in any other text."""

from hypothesis import given
from hypothesis import strategies as st

from goldsmith.augment import tokenize
from goldsmith.augment.tokens import _any, _ascii

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
        tokenize(f"{text}\né")[: len(tokenize(text))] == list(tokenize(text))
        or "```" in text
        or text[-1:].isspace()
    )


def test_kana_s_long_vowel_is_part_of_its_word() -> None:
    assert [(token.text, token.kind) for token in tokenize("ラーメン")] == [("ラーメン", "unspaced")]


@given(ANY)
def test_the_kind_of_a_piece_is_that_of_what_found_it(text: str) -> None:
    # The pieces are found without groups and their kinds looked up; with groups, both come of one search.
    finder = _ascii() if text.isascii() else _any()
    told = [finder.kinds[found.lastindex] for found in finder.grouped.finditer(text)]
    assert [token.kind for token in tokenize(text)] == told


def test_the_pieces_can_be_taken_as_those_of_a_list() -> None:
    tokens = tokenize("a bc.")
    assert [(token.text, token.start, token.end) for token in tokens] == [
        ("a", 0, 1),
        (" ", 1, 2),
        ("bc", 2, 4),
        (".", 4, 5),
    ]
    assert tokens[-1] == tokens[3] == tokens[-2:][1]
    assert [tokens[place] for place in (-4, -3)] == list(tokens)[:2]
