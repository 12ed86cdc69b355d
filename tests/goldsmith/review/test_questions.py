"""What each kind of field and question takes for an answer."""

from typing import Any

import pytest

from goldsmith.errors import InputError
from goldsmith.review import (
    ContextsField,
    ConversationField,
    LabelQuestion,
    PairQuestion,
    PartsQuestion,
    RankingQuestion,
    ReviewItem,
    ReviewSchema,
    SpanQuestion,
    Suggestion,
    TaxonomyQuestion,
    TextField,
    load_schema,
    save_schema,
)
from goldsmith.review.items import check_items

TEXTS = (TextField("text", "Text"), TextField("other", "Other"))
SPANS = SpanQuestion("names", "Names?", "text", ("person", "place"))
PAIR = PairQuestion("better", "Better?", ("text", "other"))
ORDER = RankingQuestion("order", "Order?", ("a", "b", "c"))
TREE = TaxonomyQuestion("topic", "Topic?", ("Animals > Dogs", "Plants"))
TURNS = PartsQuestion("bad_turns", "Bad?", part="turn", none="all good", most=3)


def span(start: Any, end: Any, label: Any = "person") -> dict[str, Any]:
    return {"start": start, "end": end, "label": label}


@pytest.mark.parametrize(
    ("question", "value", "message"),
    [
        (SPANS, [], None),
        (SPANS, [span(0, 1), span(1, 2, "place")], None),
        (SPANS, {}, "is not a list of spans"),
        (SPANS, [{"start": 0, "end": 1}], "is not {'start': ..., 'end': ..., 'label': ...}"),
        (SPANS, [span(1, 1)], "0 <= start < end"),
        (SPANS, [span(-1, 1)], "0 <= start < end"),
        (SPANS, [span(0, True)], "0 <= start < end"),
        (SPANS, [span(0, 1, "thing")], "'thing' is none of its labels 'person', 'place'"),
        (SPANS, [span(0, 3), span(2, 4)], "the spans 0 to 3 and 2 to 4 overlap"),
        (SPANS, [span(2, 4), span(0, 1)], "the spans 2 to 4 and 0 to 1 overlap"),
        (PAIR, "other", None),
        (PAIR, "tie", None),
        (PAIR, "both", "none of its labels 'text', 'other', 'tie'"),
        (PairQuestion("better", "Better?", ("text", "other"), ties=False), "tie", "none of its labels"),
        (ORDER, {"a": 1, "b": 1, "c": 3}, None),
        (ORDER, {"a": 1, "b": 2}, "does not rank each"),
        (ORDER, {"a": 1, "b": 2, "c": 4}, "does not rank each"),
        (ORDER, {"a": 1, "b": 2, "c": True}, "does not rank each"),
        (ORDER, ["a", "b", "c"], "does not rank each"),
        (TREE, ["Plants", "Animals > Dogs"], None),
        (TREE, ["Animals"], "'Animals' is none of its labels"),
        (TREE, [], "at least one path"),
        (TURNS, ["turn 3", "turn 1"], None),
        (TURNS, ["all good"], None),
        (TURNS, ["turn 4"], "'turn 4' is none of its labels"),
        (TURNS, ["all good", "turn 1"], "says 'all good' and names a part"),
        (TURNS, [], "is not a list of parts"),
    ],
)
def test_an_answer_fits_or_is_told_why_not(question: Any, value: object, message: str | None) -> None:
    problem = question.problem(value)
    assert problem is None if message is None else message in problem


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SpanQuestion("names", "N?", "text", ()), "has 0 labels, expected 1 to 500"),
        (lambda: PairQuestion("better", "B?", ("text", "text")), "names labels twice"),
        (lambda: PairQuestion("better", "B?", ("text", "tie")), "two fields, none 'tie'"),
        (lambda: RankingQuestion("o", "O?", tuple(map(str, range(51)))), "51 labels, expected at most 50"),
        (lambda: TaxonomyQuestion("t", "T?", ("a", "a > b")), r"leads through the leaf 'a'; name that 'a > other'"),
        (lambda: TaxonomyQuestion("t", "T?", ("a >  > b", "c")), "an empty or a padded part"),
        (lambda: PartsQuestion("p", "P?", part="turn", most=101), "between 1 and 100 parts"),
        (lambda: TURNS.numbers(["turn 3"], parts=2), "turn 3 is named, the item has 2"),
        (lambda: TURNS.numbers(["turn 9"], parts=2), "'turn 9' is none of"),
        (lambda: ReviewSchema("Title", TEXTS, (SpanQuestion("names", "N?", "body", ("x",)),)), "about 'body', expected one of"),
        (lambda: ReviewSchema("Title", TEXTS, (PairQuestion("b", "B?", ("text", "body")),)), "about 'body', expected one of"),
        (lambda: ReviewSchema("Title", (ConversationField("text", "T"),), (SPANS,)), r"text fields \[\]"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused(make: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (ConversationField("chat", "C"), "Hi", "is 'Hi', expected a list of 1 to 500 messages"),
        (ConversationField("chat", "C"), [], "expected a list of 1 to 500 messages"),
        (ConversationField("chat", "C"), [{"role": "user"}], r"has the message {'role': 'user'}, expected"),
        (ConversationField("chat", "C"), [{"role": "u" * 21, "content": "Hi"}], "text of 1 to 20 characters"),
        (ConversationField("chat", "C"), [{"role": "user", "content": " "}], "every field is blank"),
        (ContextsField("chat", "C"), ["a", None], "expected a list of texts"),
        (ContextsField("chat", "C"), [], "every field is blank"),
    ],
)
def test_what_a_field_cannot_show_is_named(field: Any, value: object, message: str) -> None:
    schema = ReviewSchema("A title", (field,), (LabelQuestion("label", "L?", ("a", "b")),))
    with pytest.raises(InputError, match=message):
        check_items([ReviewItem("row-1", {"chat": value})], schema)  # type: ignore[dict-item]


def test_a_suggested_span_lies_in_the_text() -> None:
    schema = ReviewSchema("A title", TEXTS, (SPANS,))
    # The emoji is one character.
    fields = {"text": "\U0001f600 Bob", "other": ""}
    check_items([ReviewItem("a", fields, [Suggestion("names", [span(2, 5)])])], schema)
    with pytest.raises(InputError, match="ends beyond the text's 5 characters"):
        check_items([ReviewItem("a", fields, [Suggestion("names", [span(2, 6)])])], schema)


def test_a_saved_schema_has_every_kind() -> None:
    fields = (*TEXTS, ConversationField("chat", "C"), ContextsField("contexts", "C"))
    schema = ReviewSchema("A title", fields, (SPANS, PAIR, ORDER, TREE, TURNS))
    assert load_schema(save_schema(schema)) == schema
    assert schema.asked["fields"]["chat"] == ["conversation"]
    assert schema.asked["questions"]["names"] == ["spans in text", "person", "place"]
