"""Edits, and the spans that move with their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.augment import Edit, Span, edited, tokenize
from goldsmith.errors import InputError


@given(st.text(max_size=40), st.data())
def test_spans_keep_their_surface_where_no_edit_touches_them(text: str, data: st.DataObject) -> None:
    tokens = tokenize(text)
    drawn = data.draw(
        st.lists(st.sampled_from(["keep", "drop", "replace", "insert", "span"]), min_size=len(tokens))
    )
    spans = [Span(t.start, t.end) for t, what in zip(tokens, drawn, strict=False) if what == "span"]
    edits = [
        Edit(t.start, t.start if what == "insert" else t.end, "" if what == "drop" else "new")
        for t, what in zip(tokens, drawn, strict=False)
        if what not in {"keep", "span"}
    ]
    made = edited(text, edits, "any", spans)
    assert [made.text[s.start : s.end] for s in made.spans] == [text[s.start : s.end] for s in spans]


def test_an_edit_inside_a_span_stretches_it() -> None:
    made = edited("in New York now", [Edit(3, 6, "Old"), Edit(6, 6, "er")], "any", [Span(3, 11, "place")])
    assert made.text[made.spans[0].start : made.spans[0].end] == "Older York"


@pytest.mark.parametrize(
    ("edits", "spans", "told"),
    [
        ([Edit(0, 3, "x"), Edit(2, 4, "y")], [], "overlap"),
        ([Edit(0, 3, "x")], [Span(2, 5)], "crosses"),
        ([Edit(0, 99, "x")], [], "no part"),
        ([], [Span(-1, 2)], "no part"),
    ],
)
def test_what_cannot_be_done_is_told(edits: list[Edit], spans: list[Span], told: str) -> None:
    with pytest.raises(InputError, match=told):
        edited("a text", edits, "any", spans)
