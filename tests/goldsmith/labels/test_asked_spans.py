"""Spans that a model quotes are found in the text, or named as not there."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import UnreadableError
from goldsmith.labels.asked_spans import agreed_spans, read_spans

TEXT = "Ada met Bob. Bob left Ada in Paris."
LABELS = ("person", "place")


def said(*spans: tuple[str, str]) -> str:
    return json.dumps({"spans": [{"text": text, "label": label} for text, label in spans]})


def test_a_passage_quoted_twice_stands_for_its_first_two_places() -> None:
    found, problems = read_spans(said(("Bob", "person"), ("bob", "Person"), ("Bob", "person")), TEXT, LABELS)
    assert found == [(8, 11, "person"), (13, 16, "person")]
    assert problems == ["'Bob' is not in the text so often"]


def test_what_is_no_span_is_named_and_the_others_stand() -> None:
    answer = json.dumps(
        ["Ada", {"text": "Ada"}, {"text": "Ada", "label": "city"}, {"text": "Paris", "label": "place"}]
    )
    found, problems = read_spans(answer, TEXT, LABELS)
    assert found == [(29, 34, "place")]
    assert [problem.endswith("is no span with a label of ['person', 'place']") for problem in problems] == [
        True
    ] * 3


@pytest.mark.parametrize("answer", ["There are none.", '{"spans": "Ada"}', '{"names": []}'])
def test_an_answer_without_a_list_is_unreadable(answer: str) -> None:
    with pytest.raises(UnreadableError):
        read_spans(answer, TEXT, LABELS)


def test_half_of_the_readable_answers_decide_and_shares_are_theirs() -> None:
    answers = [
        said(("Ada", "person"), ("Paris", "place")),
        said(("Ada", "person")),
        "no JSON",
        said(("Bob", "person")),
    ]
    found = agreed_spans(answers, TEXT, LABELS)
    assert found.spans == [{"start": 0, "end": 3, "label": "person"}]  # 2 of 3; Paris and Bob have one each
    assert found.agreement == [pytest.approx(2 / 3)]
    assert (found.answers, found.unmarked) == (3, 0)
    assert len(found.problems) == 1
    assert found.problems[0].startswith("answer 3: unreadable: ")


def test_of_two_that_overlap_the_commoner_stays() -> None:
    wide, narrow = said(("in Paris", "place")), said(("Paris", "place"))
    found = agreed_spans(
        [wide, narrow, narrow, said(("Paris", "place"), ("in Paris", "place"))], TEXT, LABELS
    )
    assert found.spans == [{"start": 29, "end": 34, "label": "place"}]
    assert found.problems == ["'in Paris' as place overlaps another span"]


@given(st.text(), st.text(max_size=30), st.lists(st.text(max_size=4), min_size=1))
def test_no_answer_raises_and_every_span_is_in_the_text(answer: str, text: str, quotes: list[str]) -> None:
    found = agreed_spans([answer, said(*((quote, "person") for quote in quotes))], text, LABELS)
    last = 0
    for span in found.spans:
        assert last <= span["start"] < span["end"] <= len(text)
        last = span["end"]


def test_a_letter_that_grows_in_lower_case_moves_no_span() -> None:
    assert read_spans(said(("Bob", "person")), "\u0130\u0130 Bob", LABELS)[0] == [(3, 6, "person")]
