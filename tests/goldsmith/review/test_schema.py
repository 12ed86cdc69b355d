import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.review import (
    LabelQuestion,
    MultiLabelQuestion,
    RatingQuestion,
    ReviewItem,
    ReviewSchema,
    Suggestion,
    TextField,
    TextQuestion,
    content_hash,
    pushed_hash,
)
from goldsmith.review.drift import differences
from goldsmith.review.items import check_items
from goldsmith.review.visible import visible

LABEL = LabelQuestion("label", "Label?", ("spam", "ham"))
SCHEMA = ReviewSchema("A title", (TextField("text", "Text"),), (LABEL, RatingQuestion("sure", "Sure?", 3)))
texts = st.text() | st.text(alphabet=st.characters())  # the second includes lone surrogates


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (("only",), "has 1 labels"),
        (("a", "a"), "twice"),
        (("a", ""), "would not come back"),
        (("a", " b"), "would not come back"),
        (("a", "b\nc"), "would not come back"),
        (("a", "b" * 201), "would not come back"),
        (tuple(str(i) for i in range(501)), "has 501 labels"),
        ("ab", "expected a sequence of strings"),
        (("a", 1), "expected a sequence of strings"),
    ],
)
@pytest.mark.parametrize("kind", [LabelQuestion, MultiLabelQuestion])
def test_labels_that_no_tool_gives_back_are_refused(kind: type, labels: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        kind("q", "Q?", labels)


@pytest.mark.parametrize("highest", [1, 11])
def test_ratings_end_between_2_and_10(highest: int) -> None:
    with pytest.raises(InputError, match="between 2 and 10"):
        RatingQuestion("sure", "Sure?", highest)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": "ab"}, "3 to 50"),
        ({"title": "a" * 51}, "3 to 50"),
        ({"fields": ()}, "at least one field"),
        ({"questions": ()}, "at least one field and one question"),
        ({"fields": (TextField("label", "Text"),)}, "a name twice"),
        ({"fields": (TextField("Text", "Text"),)}, "a-z, 0-9 and _"),
        ({"fields": (TextField("goldsmith_id", "Text"),)}, "not goldsmith_"),
        ({"fields": (TextField("text", ""),)}, "1 to 500"),
        ({"guidelines": "x" * 10_001}, "10,000"),
        ({"min_reviews": 0}, "at least 1"),
    ],
)
def test_a_schema_that_cannot_be_shown_is_refused(change: dict[str, object], message: str) -> None:
    whole = {"title": "A title", "fields": (TextField("text", "Text"),), "questions": (LABEL,)}
    with pytest.raises(InputError, match=message):
        ReviewSchema(**{**whole, **change})


def test_the_fingerprint_moves_with_what_answers_mean_and_not_with_words() -> None:
    def fingerprint(*labels: str, title: str = "Q?", name: str = "label") -> str:
        return ReviewSchema(
            "A title", (TextField("text", "T"),), (LabelQuestion(name, title, labels),)
        ).fingerprint

    assert fingerprint("a", "b") == fingerprint("b", "a", title="Another title")
    assert len({fingerprint("a", "b"), fingerprint("a", "c"), fingerprint("a", "b", name="other")}) == 3


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (ReviewItem("", {"text": "x"}), "item id ''"),
        (ReviewItem("a\nb", {"text": "x"}), "on one line"),
        (ReviewItem(7, {"text": "x"}), "item id 7"),  # type: ignore[arg-type]
        (ReviewItem("a", {}), "the schema asks for"),
        (ReviewItem("a", {"text": "x", "more": "y"}), "the schema asks for"),
        (ReviewItem("a", {"text": None}), "NoneType, expected str"),  # type: ignore[dict-item]
        (ReviewItem("a", {"text": " \n"}), "every field is blank"),
        (ReviewItem("a", {"text": "x"}, [Suggestion("label", "eggs")]), "'eggs' is none of its labels"),
        (ReviewItem("a", {"text": "x"}, [Suggestion("label", ["spam"])]), "is none of its labels"),
        (ReviewItem("a", {"text": "x"}, [Suggestion("lable", "spam")]), "'lable' is not asked here"),
        (ReviewItem("a", {"text": "x"}, [Suggestion("sure", 4)]), "from 1 to 3"),
        (ReviewItem("a", {"text": "x"}, [Suggestion("sure", True)]), "from 1 to 3"),
        (ReviewItem("a", {"text": "x"}, [Suggestion("label", "spam", 1.2)]), r"1.2 is not in \[0, 1\]"),
        (
            ReviewItem("a", {"text": "x"}, [Suggestion("label", "spam", float("nan"))]),
            r"nan is not in \[0, 1\]",
        ),
        (
            ReviewItem("a", {"text": "x"}, [Suggestion("label", "spam"), Suggestion("label", "ham")]),
            "two suggestions",
        ),
        (ReviewItem("a", {"text": "x"}, metadata={"x": float("inf")}), "JSON cannot hold"),
        (ReviewItem("a", {"text": "x"}, metadata={"x": {}}), "expected text, a number"),  # type: ignore[dict-item]
        (ReviewItem("a", {"text": "x"}, metadata={"goldsmith_id": 1}), "metadata name"),
        (ReviewItem("a", {"text": "x"}, votes={"llm": 1}), "in texts"),  # type: ignore[dict-item]
    ],
)
def test_an_item_that_does_not_fit_is_named(item: ReviewItem, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_items([item], SCHEMA)


def test_no_items_and_an_id_twice_are_refused() -> None:
    with pytest.raises(InputError, match="no items"):
        check_items([], SCHEMA)
    with pytest.raises(InputError, match="'a' is there twice"):
        check_items([ReviewItem("a", {"text": "x"}), ReviewItem("a", {"text": "y"})], SCHEMA)


def test_questions_without_labels_say_what_they_want() -> None:
    assert TextQuestion("why", "Why?").problem(3) == "3 is not a text"
    assert MultiLabelQuestion("m", "M?", ("a", "b")).problem([]) == "[] is not a list of at least one label"
    assert (
        MultiLabelQuestion("m", "M?", ("a", "b")).problem(["a", "c"]) == "'c' is none of its labels 'a', 'b'"
    )
    assert MultiLabelQuestion("m", "M?", ("a", "b")).problem(["b", "a"]) is None


@given(st.dictionaries(texts, texts), texts)
def test_the_content_hash_takes_any_text_and_ignores_the_order_of_fields(
    fields: dict[str, str], other: str
) -> None:
    item = ReviewItem("a", fields)
    turned = ReviewItem(
        "b", dict(reversed(fields.items())), [Suggestion("label", "spam")], votes={"llm": other}
    )
    assert content_hash(item) == content_hash(turned)
    assert (content_hash(ReviewItem("a", {**fields, "text": other})) == content_hash(item)) == (
        fields.get("text") == other
    )


@given(texts, texts)
def test_the_pushed_hash_moves_with_votes(one: str, other: str) -> None:
    first, second = (ReviewItem("a", {"text": "x"}, votes={"llm": vote}) for vote in (one, other))
    assert (pushed_hash(first) == pushed_hash(second)) == (one == other)


@given(texts)
def test_visible_text_can_be_stored_anywhere_and_is_stable(text: str) -> None:
    shown = visible(text)
    assert "\x00" not in shown
    assert shown.encode().decode() == shown
    assert visible(shown) == shown
    assert len(shown) == len(text)


def test_differences_name_what_changed() -> None:
    # Worked out by hand from the two schemas below.
    ours = {
        "fields": {"text": []},
        "questions": {"q": ["label", "a", "b"], "new": ["text"], "r": ["rating", "1", "2"]},
    }
    theirs = {"fields": {"body": []}, "questions": {"q": ["label", "b", "c"], "r": ["text"]}}
    assert differences(ours, theirs) == [
        "field 'body' of the project is not in this run",
        "field 'text' is missing in the project",
        "question 'new' is missing in the project",
        "question 'q': this run has 'a', the project does not",
        "question 'q': the project has 'c', this run does not",
        "question 'r': this run asks for rating, the project for text",
    ]
    assert differences(ours, ours) == []
