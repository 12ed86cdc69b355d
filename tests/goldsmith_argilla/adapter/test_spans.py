"""Offsets, as the page counts them and as Python does."""

from hypothesis import given
from hypothesis import strategies as st

from goldsmith.review import Span
from goldsmith.review.visible import visible
from goldsmith_argilla.spans import markable, marked, to_characters, to_code_units

texts = st.text(alphabet=st.one_of(st.sampled_from("a <&\r\n\t👩😀"), st.characters()), min_size=1)


@st.composite
def text_and_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(texts)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return text, [{"start": start, "end": end, "label": "x"} for start, end in pairs]


@given(text_and_spans())
def test_spans_survive_the_page_s_way_of_counting(given_: tuple[str, list[Span]]) -> None:
    text, spans = given_
    shown = marked(markable(text))
    # Character for character what the reviewer reads, and nothing but spaces behind it.
    assert len(shown.rstrip(" ")) <= len(text) <= len(shown)
    counted = to_code_units(spans, shown)
    units = shown.encode("utf-16-le")
    for span, ours in zip(counted, spans, strict=True):
        passage = units[2 * int(span["start"]) : 2 * int(span["end"])].decode("utf-16-le")
        assert passage == shown[int(ours["start"]) : int(ours["end"])]
    assert to_characters(counted, shown) == spans


@given(texts)
def test_the_server_s_check_of_offsets_holds_to_the_end_of_any_text(text: str) -> None:
    # It compares with the number of code points of what is stored; the page counts code units of what is shown.
    (last,) = to_code_units([{"start": 0, "end": len(text), "label": "x"}], marked(markable(text)))
    assert int(last["end"]) <= len(markable(text))
    assert int(last["end"]) == len(visible(text).encode("utf-16-le")) // 2


def test_a_span_that_cuts_a_character_in_half_takes_all_of_it() -> None:
    assert to_characters([{"start": 2, "end": 4, "label": "x"}], "a😀😀b") == [
        {"start": 1, "end": 3, "label": "x"}
    ]
