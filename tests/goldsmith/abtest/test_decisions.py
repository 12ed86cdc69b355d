"""A persona's answer: all of it or an error, never a number that nobody said."""

import json
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strange_outputs import strange_outputs

from goldsmith.abtest import decisions_schema, read_decisions
from goldsmith.errors import UnreadableError
from goldsmith.generate import Scale

FIVE = Scale()


def test_the_decisions_come_in_the_order_of_the_names() -> None:
    output = '{"reason": " Too  dear. ", "R": {"converts": true, "trust": 4}, "K": {"converts": false, "trust": "2"}}'
    (k, r), reason = read_decisions(output, ["K", "R"], ["trust"], FIVE)
    assert (k.converted, k.ratings, r.converted, r.ratings) == (False, {"trust": 2.0}, True, {"trust": 4.0})
    assert reason == "Too dear."


@pytest.mark.parametrize(
    "output",
    [
        'Sure!\n```json\n{"k": {"Converts": "Yes"}}\n```',
        '{"options": {"K": {"converts": "true"}}, "reason": null}',
        '<think>{"K": {"converts": false}}</think>{"K": {"converts": true}}',
        "{'K': {'converts': True,}}",
    ],
)
def test_what_models_do_to_the_form_is_put_up_with(output: str) -> None:
    (decision,), reason = read_decisions(output, ["K"], [], FIVE)
    assert decision.converted is True
    assert reason == ""


@pytest.mark.parametrize("said", ['"N/A"', "null", '"n/a"'])
def test_not_applicable_is_missing_and_no_number(said: str) -> None:
    (decision,), _ = read_decisions(f'{{"K": {{"converts": true, "trust": {said}}}}}', ["K"], ["trust"], FIVE)
    assert isnan(decision.ratings["trust"])


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        ("I would take K.", "no JSON"),
        ("[]", "under"),
        ('{"K": true}', "an object"),
        ('{"K": {"converts": true, "trust": 3}}', '"R"'),  # half an answer is none
        ('{"K": {"trust": 3}, "R": {"converts": true, "trust": 3}}', "true or false"),
        ('{"K": {"converts": "maybe", "trust": 3}}', "true or false"),
        ('{"K": {"converts": 1, "trust": 3}}', "true or false"),
        ('{"K": {"converts": true}}', 'a rating "trust"'),
        ('{"K": {"converts": true, "trust": 7}}', "from 1 to 5"),
        ('{"K": {"converts": true, "trust": "3-4"}}', "from 1 to 5"),
        ('{"K": {"converts": true, "trust": true}}', "from 1 to 5"),
    ],
)
def test_anything_else_is_an_error_that_says_why(output: str, problem: str) -> None:
    with pytest.raises(UnreadableError, match=problem):
        read_decisions(output, ["K", "R"], ["trust"], FIVE)


def test_what_the_schema_allows_can_be_read() -> None:
    schema = decisions_schema(["K", "R"], ["trust"], Scale(1, 7))
    assert schema["required"] == ["reason", "K", "R"]
    assert schema["properties"]["K"]["properties"]["trust"]["enum"] == [*"1234567", "N/A"]
    said = {"converts": True, "trust": "7"}
    decisions, _ = read_decisions(
        json.dumps({"reason": "", "K": said, "R": said}), ["K", "R"], ["trust"], Scale(1, 7)
    )
    assert [decision.ratings["trust"] for decision in decisions] == [7.0, 7.0]


_PIECES = [
    '{"reason": "So.", ', '"K": {"converts": ', '"R": {', '"trust": ', "true", "false", '"yes"', '"N/A"', "null", "4", '"5"',
    "9", "1e999", '"3-4"', "{", "}", "}}", ", ", "[", "]", '"options": ', "<think>", "</think>", "```json\n", "```", "K: yes",
    "\x00", "\ud800", "你好", '"', "'",
]  # fmt: skip
answers = st.lists(st.sampled_from(_PIECES), max_size=10).map("".join)


@settings(max_examples=5000, deadline=None, derandomize=True)
@given(output=answers)
def test_no_answer_raises_anything_else_or_gives_a_number_off_the_scale(output: str) -> None:
    try:
        decisions, reason = read_decisions(output, ["K", "R"], ["trust"], FIVE)
    except UnreadableError:
        return
    assert len(decisions) == 2
    assert isinstance(reason, str)
    for decision in decisions:
        trust = decision.ratings["trust"]
        assert isinstance(decision.converted, bool)
        assert isnan(trust) or 1 <= trust <= 5


@settings(deadline=None)
@given(said=strange_outputs())
def test_nor_does_one_in_the_right_form_with_a_strange_rating(said: str) -> None:
    output = json.dumps({"reason": said, "K": {"converts": True, "trust": said}})
    try:
        (decision,), _ = read_decisions(output, ["K"], ["trust"], FIVE)
    except UnreadableError:
        return
    trust = decision.ratings["trust"]
    assert isnan(trust) or 1 <= trust <= 5
