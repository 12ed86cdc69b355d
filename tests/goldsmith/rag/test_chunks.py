import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.rag import split_chunks, whole_chunk

PAGE = """Before.

# Loading

Loading moves data.

```py
# no heading
run()
```

## Replace

It removes the old rows.

## Append ##

It adds rows.

# Naming

Names are snake case.
"""


def test_sections_carry_the_headings_they_stand_under() -> None:
    chunks = split_chunks("page", PAGE, max_chars=200, min_chars=1)
    assert [chunk.heading for chunk in chunks] == [
        "",
        "Loading",
        "Loading > Replace",
        "Loading > Append",
        "Naming",
    ]
    assert "# no heading" in chunks[1].text
    assert all(PAGE[chunk.start : chunk.stop] == chunk.text for chunk in chunks)


def test_small_sections_go_with_the_next_one() -> None:
    # Everything is shorter than 500, so all of it is one chunk, under no heading that all parts share.
    (whole,) = split_chunks("page", PAGE, max_chars=1000, min_chars=500)
    assert (whole.text, whole.heading) == (PAGE.strip(), "")
    # "## Replace" and "## Append" have 40 and 28 characters; together they stand under "Loading".
    headings = [chunk.heading for chunk in split_chunks("page", PAGE[PAGE.index("## Rep") - 80 :], 120, 45)]
    assert "Replace" not in headings


def test_a_long_section_is_cut_where_sentences_end_in_any_script() -> None:
    text = "# 猫\n" + "猫は静かに歩きます。" * 20
    chunks = split_chunks("cats", text, max_chars=60, min_chars=0)
    assert all(chunk.text.endswith("。") and len(chunk.text) <= 60 for chunk in chunks)
    assert {chunk.heading for chunk in chunks} == {"猫"}


def test_ids_change_with_the_content_and_with_nothing_else() -> None:
    before = split_chunks("page", PAGE, 200, 1)
    after = split_chunks("page", "A new beginning.\n\n" + PAGE.replace("snake", "camel"), 200, 1)
    same = {chunk.id for chunk in before} & {chunk.id for chunk in after}
    assert {chunk.heading for chunk in before if chunk.id in same} == {
        "Loading",
        "Loading > Replace",
        "Loading > Append",
    }
    assert not {chunk.id for chunk in split_chunks("other", PAGE, 200, 1)} & {chunk.id for chunk in before}


def test_one_sentence_is_a_chunk_and_white_space_is_none() -> None:
    (chunk,) = split_chunks("a", " Cats purr.\n")
    assert (chunk.text, chunk.start, chunk.stop) == ("Cats purr.", 1, 11)
    assert split_chunks("a", " \n ") == []
    with pytest.raises(InputError, match="at least 1"):
        split_chunks("a", "Cats.", 0)


def test_a_given_chunk_stays_as_it_is() -> None:
    text = "# One\n\n" + "long " * 1000 + "\n# Two\nend"
    assert whole_chunk("a", text).text == text


@given(
    st.lists(
        st.sampled_from(
            ["# A\n", "## B\n", "\n\n", "word ", "Ende. ", "```\n", "猫。", "\r\n", "\x0b", "x" * 30]
        )
        | st.text(max_size=5)
    ).map("".join),
    st.integers(1, 60),
    st.integers(0, 60),
)
def test_chunks_are_the_text_in_order_and_never_too_long(text: str, longest: int, shortest: int) -> None:
    chunks = split_chunks("a", text, longest, shortest)
    place = 0
    for chunk in sorted(chunks, key=lambda chunk: chunk.start):
        assert text[chunk.start : chunk.stop] == chunk.text
        assert 0 < len(chunk.text) <= longest
        assert chunk.start >= place
        place = chunk.stop
    # What is in no chunk is white space, or chunks that were there before.
    left = text
    for chunk in sorted(chunks, key=lambda chunk: -chunk.start):
        left = left[: chunk.start] + " " + left[chunk.stop :]
    assert made_of(left, {chunk.text for chunk in chunks})


def made_of(text: str, parts: set[str]) -> bool:
    reached = [True, *[False] * len(text)]
    for place, letter in enumerate(text):
        if reached[place]:
            reached[place + 1] |= letter.isspace()
            for part in parts:
                if text.startswith(part, place):
                    reached[place + len(part)] = True
    return reached[-1]
