"""Spans as marks in a text that is translated."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.augment import Span, marked, unmarked

WORDS = ["Ada", "Bo", "likes", "Rome", "北京", "👍🏽", "\n"]


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS[:-1]), min_size=1, max_size=8), st.data())
def test_marks_come_off_and_leave_the_text_and_its_spans(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
    pairs = data.draw(st.lists(st.tuples(*[st.integers(0, len(words) - 1)] * 2), max_size=3, unique=True))
    spans = [Span(starts[min(pair)], starts[max(pair)] + len(words[max(pair)]), "x") for pair in pairs]
    with_marks, problem = marked(text, spans)
    if problem:
        assert "overlaps another" in problem
        return
    assert unmarked(with_marks, spans) == (text, tuple(spans), "")


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ("[[1 Rom ist schön.", "span: mark 1 was lost or broken"),
        ("Rom ist schön.", "span: mark 1 was lost or broken"),
        ("1]] Rom [[1 ist schön.", "span: mark 1 was lost or broken"),
        ("[[1 1]] Rom ist schön.", "span: mark 1 was lost or broken"),
        ("[[1 Rom 1]] und [[1 Rom 1]]", "span: mark 1 was lost or broken"),
        ("[[1 Rom 1]] ist [[2 schön 2]].", "span: mark 2 is no span's"),
    ],
)
def test_broken_marks_are_told_and_taken_off(translation: str, problem: str) -> None:
    plain, spans, told = unmarked(translation, [Span(0, 4, "place")])
    assert (spans, told) == ((), problem)
    assert "[[" not in plain
    assert "]]" not in plain


@pytest.mark.parametrize(
    ("text", "spans", "problem"),
    [
        ("see [[1 here", [Span(0, 3)], "span: the text has such marks itself"),
        ("a b c", [Span(0, 3), Span(2, 5)], "span: 'a b' overlaps another"),
        ("a b", [Span(1, 2)], "span: one is empty"),
    ],
)
def test_what_cannot_be_marked_says_so(text: str, spans: list[Span], problem: str) -> None:
    assert marked(text, spans) == (text, problem)


def test_a_text_without_spans_may_have_marks_of_its_own() -> None:
    assert marked("see [[1 here", []) == ("see [[1 here", "")
    assert unmarked("siehe [[1 hier", []) == ("siehe [[1 hier", (), "")
