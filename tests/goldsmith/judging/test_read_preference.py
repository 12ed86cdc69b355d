"""A pairwise judge's answers, as models write them."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strange_outputs import strange_outputs

from goldsmith.errors import UnreadableError
from goldsmith.judging import PREFERENCE_SCHEMA, read_preference

PIECES = [
    *(
        "Response 1",
        "Response 2",
        "[[A]]",
        "[[",
        "]]",
        "is better",
        "is not",
        "Verdict",
        ":",
        " ",
        "\n",
        "1",
        "2",
        "tie",
    ),
    *(
        "**",
        "prefer the ",
        '{"better": ',
        '"2"}',
        '"reason": "',
        "equal",
        "both",
        ".",
        "The better response is",
        "<think>",
    ),
]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"reason": "Right.", "better": "1"}', 1),
        ('{"better": 2}', 2),
        ('Sure:\n```json\n{"reason": "x", "winner": "Response 2"}\n```', 2),
        ('{"reason": "x", "better": "Tie"}', "tie"),
        ('{"rationale": "x", "preference": "the second response"}', 2),
        ('{"reason": "x", "verdict": "[B]"}', 2),
        ('<think>{"better": "1"} no, wait</think>{"reason": "x", "better": "2"}', 2),
        ("It is clear.\n\n[[A]]", 1),
        ("[[C]]", "tie"),
        ("1", 1),
        ("**Response 2**", 2),
        ("Response 1 is better.", 1),
        ("Tie", "tie"),
        ("They are equal.\nIt's a tie.", "tie"),
        ("Both name it. Response 2 is clearly better than Response 1, which errs.", 2),
        ("I prefer Response 1 over Response 2.", 1),
        ("Reason: shorter.\nVerdict: Response 1", 1),
        ("Better: 2", 2),
        ("The better response is: A", 1),
    ],
)
def test_a_verdict_is_read_in_the_forms_that_models_write(text: str, said: object) -> None:
    assert read_preference(text)[0] == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Both have their merits.",
        "Response 1 is not better.",  # says nothing of a tie
        "[[A]] or maybe [[B]]",
        "Verdict: 1\nVerdict: 2",
        "3",
        '{"better": true}',
        '{"better": "3"}',
        '{"better": null, "reason": "x"}',
        "Response 1 is 12 words long.",
        "1.5",
    ],
)
def test_where_there_is_no_one_verdict_there_is_none(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_preference(text)


@given(reason=st.text(max_size=60), better=st.sampled_from(PREFERENCE_SCHEMA["properties"]["better"]["enum"]))
def test_an_answer_in_the_form_asked_for_is_read_whatever_its_reason_says(reason: str, better: str) -> None:
    said, why = read_preference(json.dumps({"reason": reason, "better": better}))
    assert (str(said), why) == (better, reason.strip())


def check(text: str) -> None:
    try:
        said, _ = read_preference(text)
    except UnreadableError:
        return
    assert said in (1, 2, "tie")


@settings(max_examples=1000)
@given(text=strange_outputs())
def test_no_answer_breaks_the_reader(text: str) -> None:
    check(text)


@settings(max_examples=4000)
@given(seed=st.integers(0, 2**40))
def test_no_order_of_what_it_looks_for_breaks_the_reader(seed: int) -> None:
    rng = Random(seed)
    check("".join(rng.choices(PIECES, k=rng.randrange(14))))
