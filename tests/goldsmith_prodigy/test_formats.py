"""Tasks and annotations, line by line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError, ReviewError
from goldsmith.review import (
    ContextsField,
    ConversationField,
    LabelQuestion,
    MultiLabelQuestion,
    PairQuestion,
    RankingQuestion,
    RatingQuestion,
    ReviewItem,
    ReviewSchema,
    SpanQuestion,
    Suggestion,
    TextField,
    TextQuestion,
)
from goldsmith.review.visible import is_plain, visible
from goldsmith_prodigy import from_annotation, to_task, view_of
from goldsmith_prodigy.tokens import tokenized

TEXT = TextField("text", "Comment")
SPAM = LabelQuestion("label", "Spam?", ("spam", "ham"))
NAMES = SpanQuestion("names", "Names?", "text", ("person", "place"))


def schema(question: Any, *fields: Any) -> ReviewSchema:
    return ReviewSchema("A title", fields or (TEXT,), (question,))


def item(question: str = "label", value: Any = None, **fields: Any) -> ReviewItem:
    suggestions = [] if value is None else [Suggestion(question, value, 0.9, "a model")]
    return ReviewItem("row-1", fields or {"text": "Hi Bob"}, suggestions)


def test_a_label_is_a_choice_with_the_suggested_one_selected() -> None:
    # The form is Prodigy's `choice`: options with ids, the selected ids in `accept`; no hashes, our key in `meta`.
    assert to_task(item(value="spam"), schema(SPAM)) == {
        "text": "Hi Bob",
        "options": [{"id": "spam", "text": "spam"}, {"id": "ham", "text": "ham"}],
        "accept": ["spam"],
        "meta": {"goldsmith_id": "row-1", "Who voted what": "suggested label: spam (0.90, a model)"},
    }


def test_a_suggested_label_can_be_said_yes_or_no_to() -> None:
    task = to_task(item(value="spam"), schema(SPAM), binary=True)
    assert (task["text"], task["label"], "options" in task) == ("Hi Bob", "spam", False)
    three = schema(LabelQuestion("label", "Spam?", ("spam", "ham", "unsure")))
    said = {answer: from_annotation(task | {"answer": answer}, schema(SPAM)).value for answer in ANSWERS}
    assert said == {"accept": "spam", "reject": "ham", "ignore": None}
    # "Not spam" is no label where two others are left.
    assert from_annotation(task | {"answer": "reject"}, three).value is None
    with pytest.raises(InputError, match="nothing to say yes or no to"):
        to_task(item(), schema(SPAM), binary=True)


def test_a_pair_is_a_choice_of_the_two_texts() -> None:
    question = PairQuestion("better", "Better?", ("a", "b"))
    fields = (TextField("prompt", "Prompt"), TextField("a", "A"), TextField("b", "B"))
    task = to_task(item("better", "b", prompt="Hi", a="Hello!", b="Go away."), schema(question, *fields))
    assert task["text"] == "Hi"
    assert task["options"] == [
        {"id": "a", "text": "Hello!"},
        {"id": "b", "text": "Go away."},
        {"id": "tie", "text": "tie"},
    ]
    assert task["accept"] == ["b"]
    without = schema(question, *fields[1:])
    assert to_task(item(a="Hello!", b="Go away."), without)["text"] == "Better?"


def test_spans_have_tokens_and_the_last_one_is_part_of_them() -> None:
    task = to_task(item("names", [{"start": 3, "end": 6, "label": "person"}]), schema(NAMES))
    assert task["tokens"] == [
        {"text": "Hi", "start": 0, "end": 2, "id": 0, "ws": True},
        {"text": "Bob", "start": 3, "end": 6, "id": 1, "ws": False},
    ]
    assert task["spans"] == [{"start": 3, "end": 6, "label": "person", "token_start": 1, "token_end": 1}]


def test_several_fields_stand_under_their_titles() -> None:
    fields = (ConversationField("chat", "Chat"), ContextsField("found", "Found"), TEXT)
    shown = {"chat": [{"role": "user", "content": "Hi"}], "found": ["a", "b"], "text": "x"}
    assert to_task(item(**shown), schema(SPAM, *fields))["text"] == (
        "Chat\nuser: Hi\n\nFound\nContext 1\na\n\nContext 2\nb\n\nComment\nx"
    )
    # Passages are marked in one text alone, so the rest stands beside it.
    task = to_task(item(**shown), schema(NAMES, *fields))
    assert (task["text"], task["meta"]["Chat"]) == ("x", "user: Hi")


def test_fields_of_one_title_are_all_shown() -> None:
    fields = (TextField("a", "Text"), TextField("b", "Text"))
    assert to_task(item(a="x", b="y"), schema(SPAM, *fields))["text"] == "Text (a)\nx\n\nText (b)\ny"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (RankingQuestion("order", "Best?", ("a", "b")), "of the kind ranking"),
        (TextQuestion("why", "Why?"), "of the kind text"),
    ],
)
def test_what_prodigy_cannot_ask_is_refused(question: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        view_of(schema(question))
    with pytest.raises(InputError, match=r"asks \['label', 'names'\].*a run for each"):
        view_of(ReviewSchema("A title", (TEXT,), (SPAM, NAMES)))
    with pytest.raises(InputError, match="no LabelQuestion"):
        view_of(schema(NAMES), binary=True)
    assert [view_of(schema(NAMES)), view_of(schema(SPAM)), view_of(schema(SPAM), binary=True)] == [
        "ner_manual",
        "choice",
        "classification",
    ]


ANSWERS = ("accept", "reject", "ignore")


@pytest.mark.parametrize(
    ("question", "line", "value"),
    [
        (SPAM, {"accept": ["ham"], "answer": "accept"}, "ham"),
        (SPAM, {"accept": ["ham"], "answer": "reject"}, None),
        (SPAM, {"accept": ["ham"], "answer": "ignore"}, None),
        (SPAM, {"accept": [], "answer": "accept"}, None),
        (SPAM, {"answer": "accept"}, None),
        (RatingQuestion("sure", "Sure?", 3), {"accept": ["2"], "answer": "accept"}, 2),
        (MultiLabelQuestion("topics", "T?", ("a", "b")), {"accept": ["b", "a"], "answer": "accept"}, ["b", "a"]),
        (MultiLabelQuestion("topics", "T?", ("a", "b")), {"accept": [], "answer": "accept"}, None),
        (NAMES, {"answer": "accept"}, []),
        (NAMES, {"spans": [], "answer": "reject"}, None),
        (
            NAMES,
            {"spans": [{"start": 3, "end": 6, "label": "person", "token_start": 1, "token_end": 1}, {"start": 0, "end": 2, "label": "place"}], "answer": "accept"},
            [{"start": 0, "end": 2, "label": "place"}, {"start": 3, "end": 6, "label": "person"}],
        ),
    ],
)  # fmt: skip
def test_an_annotation_says_what_was_selected(question: Any, line: dict[str, Any], value: Any) -> None:
    found = from_annotation({"meta": {"goldsmith_id": "row-1"}, **line}, schema(question))
    assert (found.item_id, found.value) == ("row-1", value)
    assert from_annotation(line, schema(question)).item_id is None


@pytest.mark.parametrize(
    ("question", "line", "message"),
    [
        (SPAM, {"accept": ["ham"]}, "its answer is None, expected one of accept, reject, ignore"),
        (SPAM, {"accept": ["ham"], "answer": "maybe"}, "its answer is 'maybe'"),
        (SPAM, {"accept": "ham", "answer": "accept"}, "its accept is 'ham', expected the list"),
        (SPAM, {"accept": ["ham", "spam"], "answer": "accept"}, "set choice_style to single"),
        (SPAM, {"accept": ["eggs"], "answer": "accept"}, "'eggs' is none of its labels"),
        (SPAM, {"label": "eggs", "answer": "reject"}, "'eggs' is none of its labels"),
        (RatingQuestion("sure", "Sure?", 3), {"accept": ["4"], "answer": "accept"}, "from 1 to 3"),
        (RatingQuestion("sure", "Sure?", 3), {"accept": ["much"], "answer": "accept"}, "from 1 to 3"),
        (NAMES, {"spans": "x", "answer": "accept"}, "its spans are 'x', expected a list"),
        (NAMES, {"spans": [{"start": 0, "label": "person"}], "answer": "accept"}, "expected a span with start, end"),
        (NAMES, {"spans": [{"start": 0, "end": 1, "label": "x"}], "answer": "accept"}, "'x' is none of its labels"),
    ],
)  # fmt: skip
def test_an_annotation_of_something_else_is_refused(
    question: Any, line: dict[str, Any], message: str
) -> None:
    with pytest.raises(ReviewError, match=message):
        from_annotation({"meta": {"goldsmith_id": "row-1"}, **line}, schema(question))


texts = st.text(alphabet=st.one_of(st.sampled_from("a b\n\u2028👩😀é"), st.characters()), min_size=1)
labels = st.lists(texts.filter(lambda text: is_plain(text, longest=200)), min_size=2, max_size=6, unique=True)


@given(texts, labels, st.data())
def test_what_is_suggested_and_accepted_comes_back(text: str, names: list[str], data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    for question, value in (
        (LabelQuestion("q", "Q?", tuple(names)), some[0]),
        (MultiLabelQuestion("q", "Q?", tuple(names)), some),
        (RatingQuestion("q", "Q?", 7), data.draw(st.integers(1, 7))),
    ):
        task = to_task(item("q", value, text=text), schema(question))
        assert task["text"] == visible(text)
        assert from_annotation(task | {"answer": "accept"}, schema(question)).value == value


@given(texts, st.data())
def test_marked_passages_come_back_and_lie_on_tokens(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [
        {"start": start, "end": end, "label": "place"}
        for start, end in zip(ends[::2], ends[1::2], strict=False)
    ]
    task = to_task(item("names", spans, text=text), schema(NAMES))
    assert from_annotation(task | {"answer": "accept"}, schema(NAMES)).value == spans
    tokens = task["tokens"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    for marked, span in zip(task["spans"], spans, strict=True):
        covered = tokens[marked["token_start"] : marked["token_end"] + 1] if "token_start" in marked else []
        passage = visible(text)[span["start"] : span["end"]]
        # Every sign of the passage is in one of its tokens, and they hold nothing from outside.
        assert (
            "".join(token["text"] for token in covered).split()
            == "".join(token["text"] for token in tokenized(passage)).split()
        )
        assert all(span["start"] <= token["start"] and token["end"] <= span["end"] for token in covered)
