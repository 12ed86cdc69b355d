import json
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.verify import (
    CONSTRAINT_KINDS,
    Constraint,
    constraint_problems,
    constraints_json,
    draw_constraints,
    read_constraints,
)

# kind, parameters, a response that meets it, one that does not
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("keywords:existence", {"keywords": ["river", "boat"]}, "A Boat on the RIVER.", "Rivers and boats."),
    ("keywords:frequency", {"keyword": "tea", "count": 2}, "Tea, then tea.", "Tea, then steam."),
    ("keywords:frequency", {"keyword": "tea", "relation": "less than", "count": 2}, "Tea.", "Tea tea."),
    ("keywords:forbidden_words", {"words": ["very"]}, "Every day.", "Very good."),
    ("keywords:letter_frequency", {"letter": "k", "count": 2}, "Kick", "Kit"),
    (
        "language:response_language",
        {"language": "de"},
        "Das Wetter ist heute sehr schön, und wir gehen im Wald spazieren.",
        "The weather is very nice today, and we are going for a walk in the woods.",
    ),
    ("length_constraints:number_words", {"count": 4}, "It's well-known to all.", "One - two ... three!"),
    ("length_constraints:number_words", {"relation": "at most", "count": 4}, "日本料理", "日本料理が"),
    ("length_constraints:number_sentences", {"count": 3}, "Yes. 3.5 is it! Is it?", "3.5 is e.g. it..."),
    (
        "length_constraints:number_sentences",
        {"relation": "exactly", "count": 2},
        "これは。はい！",
        "これは、",
    ),
    ("length_constraints:number_paragraphs", {"count": 2}, "One.\n***\nTwo.", "One.\n\nTwo."),
    (
        "length_constraints:nth_paragraph_first_word",
        {"count": 2, "nth": 2, "first_word": "rain"},
        "One.\n\nRain falls.",
        "Rain.\n\nOne.",
    ),
    ("detectable_format:number_bullet_lists", {"count": 2}, "* one\n- two\n", "**one**\n* two\n---"),
    ("detectable_format:number_highlighted_sections", {"count": 2}, "*a b* and **c**", "* a\n* b\n****"),
    (
        "detectable_format:multiple_sections",
        {"mark": "PART", "count": 2},
        "PART 1\na\nPart 2\nb",
        "PART 1, apart 2",
    ),
    ("detectable_format:json_format", {}, '```json\n{"a": 1}\n```', "{'a': 1}"),
    ("detectable_format:json_format", {}, ' {"a": [1, 2]} ', 'Here: {"a": 1}'),
    ("detectable_format:title", {}, "<<Rain>>\nIt rains.", "<< >> <Rain>"),
    ("detectable_content:number_placeholders", {"count": 2}, "[name], [a day]", "[name], []"),
    ("combination:two_responses", {}, "Yes.\n******\nNo.", "Yes.\n******\nYes."),
    ("combination:two_responses", {}, "Yes.****** No.", "Yes. ****** No. ****** Perhaps."),
    (
        "combination:repeat_prompt",
        {"prompt": "What is\nrain?"},
        "What is rain? Water.",
        "Water. What is rain?",
    ),
    ("combination:repeat_prompt", {"prompt": "What is rain?"}, "what is rain?\nWater.", "What is rain? "),
    ("startend:end_checker", {"phrase": "The end."}, 'So: "the END."', "The end. Or not."),
    ("startend:quotation", {}, '"Yes."', '"Yes." she said'),
    ("startend:quotation", {}, "„Ja.“", '"'),
    ("detectable_format:constrained_response", {}, "My answer is no.", "No."),
    ("detectable_content:postscript", {"mark": "P.S."}, "Bye.\nP. S. Write!", "Bye. P.S. Write!"),
    ("change_case:english_capital", {}, "YES, 3!", "Yes"),
    ("change_case:english_lowercase", {}, "yes, 3!", "3!"),
    ("change_case:capital_word_frequency", {"count": 2}, "NASA and ESA", "NASA and Esa"),
    ("punctuation:no_comma", {}, "One and two", "一、二"),
]


@pytest.mark.parametrize(("kind", "parameters", "good", "bad"), CASES)
def test_a_constraint_tells_who_meets_it(kind: str, parameters: dict[str, Any], good: str, bad: str) -> None:
    constraints = read_constraints(json.dumps([{"kind": kind, **parameters}]))
    assert constraint_problems(good, constraints) == []
    (problem,) = constraint_problems(bad, constraints)
    assert problem.startswith(f"{kind}: ")


def test_every_family_of_ifeval_is_known_and_tried() -> None:
    # Table 1 of the paper: 25 kinds of verifiable instructions.
    assert len(CONSTRAINT_KINDS) == 25
    assert {case[0] for case in CASES} == set(CONSTRAINT_KINDS)


WORDS = ["harbour", "sailor", "compass", "lantern"]


@pytest.mark.parametrize("seed", range(200))
def test_constraints_drawn_do_not_contradict_each_other(seed: int) -> None:
    drawn = draw_constraints(f"row {seed}", 3, words=WORDS)
    assert len(drawn) == 3 or any(
        c.kind in ("detectable_format:constrained_response", "combination:repeat_prompt") for c in drawn
    )
    assert all(not one.aspects & other.aspects for one, other in combinations(drawn, 2))
    assert drawn == draw_constraints(f"row {seed}", 3, words=WORDS)
    assert read_constraints(constraints_json(drawn)) == drawn
    assert all(constraint.text() for constraint in drawn)


def test_every_family_is_drawn_and_keywords_only_from_the_subject() -> None:
    for kind in CONSTRAINT_KINDS:
        (drawn,) = draw_constraints("x", 5, words=WORDS, kinds=[kind])
        assert drawn.kind == kind
    (keywords,) = draw_constraints("x", 1, words=WORDS, kinds=["keywords:existence"])
    assert all(word in WORDS for word in keywords.model_dump()["keywords"])
    assert draw_constraints("x", 1, kinds=["keywords:existence", "keywords:frequency"]) == []
    assert draw_constraints("x", 0) == []


@given(st.text(st.characters(codec=None)) | st.text("*#<>[]\"'.,!? \n\tP.S1aA-"))
def test_no_response_breaks_a_check(response: str) -> None:
    constraints: list[Constraint] = []
    for kind in CONSTRAINT_KINDS:
        constraints += draw_constraints("x", 1, words=WORDS, kinds=[kind])
    problems = constraint_problems(response, constraints)
    assert all(isinstance(problem, str) for problem in problems)


@pytest.mark.parametrize(
    "response",
    [
        "*" * 200_000,
        "*" + "a" * 200_000,
        "<<" * 100_000,
        "[" * 200_000,
        "```\n" * 50_000,
        "```json\n" + " \n" * 100_000,
        "P. " * 60_000,
        "." * 200_000 + "a",
        "\n" + " " * 200_000,
    ],
)
def test_long_responses_are_checked_in_no_time(response: str) -> None:
    for kind in CONSTRAINT_KINDS:
        constraint_problems(response, draw_constraints("x", 1, words=WORDS, kinds=[kind]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '[{"kind": "unknown"}]',
        '[{"kind": ["x"]}]',
        '[{"kind": "keywords:frequency", "keyword": "x"}]',
        '[{"kind": "keywords:frequency", "keyword": "x", "count": -1}]',
        '[{"kind": "punctuation:no_comma", "count": 1}]',
        '[{"kind": "keywords:letter_frequency", "letter": "ab", "count": 1}]',
        "[" * 100_000,
    ],
)
def test_what_is_no_constraint_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"constraint|Field required|greater than|Extra|at most"):
        read_constraints(text)


def test_an_unknown_kind_cannot_be_drawn() -> None:
    with pytest.raises(InputError, match="no constraints of kind"):
        draw_constraints("x", 1, kinds=["punctuation:no_full_stop"])
