from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.review import ReviewItem, ReviewSchema, StepsQuestion, Suggestion, TextField, numbered_steps
from goldsmith.review.items import check_items
from goldsmith_argilla.settings import asked, fields, questions
from goldsmith_label_studio.config import asked as asked_by_config
from goldsmith_label_studio.config import label_config

STEPS = StepsQuestion("wrong_steps", "Which steps are wrong?", most=4)
SCHEMA = ReviewSchema("Steps", (TextField("steps", "Solution"),), (STEPS,))


@given(st.lists(st.booleans(), min_size=1, max_size=4))
def test_labels_make_the_round_trip_through_an_answer(labels: list[bool]) -> None:
    answer = STEPS.value_of(labels)
    assert STEPS.problem(answer) is None
    assert STEPS.labels(answer, steps=len(labels)) == labels


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ([], "not a list of wrong steps"),
        ("step 1", "not a list of wrong steps"),
        (None, "not a list of wrong steps"),
        (["step 5"], "'step 5' is none of"),
        ([2], "2 is none of"),
        (["all right", "step 2"], "says that all is right and that a step is wrong"),
    ],
)
def test_an_answer_that_says_nothing_clear_is_no_label(answer: Any, says: str) -> None:
    assert says in str(STEPS.problem(answer))
    with pytest.raises(InputError, match="wrong_steps"):
        STEPS.labels(answer, steps=4)


def test_a_step_that_the_item_does_not_have_is_refused() -> None:
    with pytest.raises(InputError, match="step 4 is called wrong, the item has 3"):
        STEPS.labels(["step 4"], steps=3)
    with pytest.raises(InputError, match="5 labels, expected 1 to 4"):
        STEPS.value_of([True] * 5)
    with pytest.raises(InputError, match="between 1 and 100"):
        StepsQuestion("s", "S?", most=0)


def test_both_tools_show_it_as_several_choices_and_ask_what_the_schema_asks() -> None:
    shown = [
        {"name": one["name"], "title": one["title"], "settings": one["settings"]} for one in questions(SCHEMA)
    ]
    assert shown[0]["settings"]["type"] == "multi_label_selection"
    assert [option["text"] for option in shown[0]["settings"]["options"]] == [
        "all right", "step 1", "step 2", "step 3", "step 4",
    ]  # fmt: skip
    assert asked(fields(SCHEMA), shown) == SCHEMA.asked
    config = label_config(SCHEMA)
    assert 'choice="multiple"' in config
    assert '<Choice value="step 4"' in config
    assert asked_by_config(config) == SCHEMA.asked


def test_an_item_shows_its_steps_numbered_and_may_suggest_their_labels() -> None:
    text = numbered_steps(["2 * 3 = 5.", "5 + 1 = 6."])
    assert text.splitlines()[:2] == ["Step 1", "2 * 3 = 5."]
    fits = ReviewItem("a", {"steps": text}, [Suggestion("wrong_steps", STEPS.value_of([False, False]), 0.9)])
    check_items([fits], SCHEMA)
    with pytest.raises(InputError, match="'step 9' is none of"):
        check_items([ReviewItem("a", {"steps": text}, [Suggestion("wrong_steps", ["step 9"])])], SCHEMA)
