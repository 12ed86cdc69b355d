"""Chains are read in every form that models write them in, and nothing a model writes is too odd."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.reason import read_chain, split_steps, stated_answer, think_form
from goldsmith.verify import final_answer

# What was written: chain, final answer.
READ = {
    "<think>\nHalf of 2 is 1.\n</think>\n\nAnswer: 3": ("Half of 2 is 1.", "3"),
    "Half of 2 is 1.\n</think>\nAnswer: 3": ("Half of 2 is 1.", "3"),  # the tag was begun for the model
    "Sure! <think>2 + 1.</think> It takes 3 bolts.\n**Answer:** 3": ("2 + 1.", "3"),
    "<Thinking>2 + 1</Thinking>3": ("2 + 1", "3"),
    "<think>2</think> wait <think>2 + 1</think> \\boxed{3}": ("2\n\n wait \n\n2 + 1", "3"),
    "<think>2 + 1.</think><answer> 3 </answer>": ("2 + 1.", "3"),
    "<think>\\boxed{4}? No.</think>The answer is 3.": ("\\boxed{4}? No.", "3"),
    "<think>2 + 1 = 3. The answer is 3.": ("2 + 1 = 3.", "3"),  # never closed, but answered
    "2 + 1 = 3. So the answer is 3. Done.": ("2 + 1 = 3.", "3"),
    "2/2=1\n2+1=3\n#### 3": ("2/2=1\n2+1=3", "3"),
    "1. 2/2 = 1\n2. 2 + 1 = 3\n\nAnswer: 3": ("1. 2/2 = 1\n2. 2 + 1 = 3", "3"),
    '{"steps": ["2/2 = 1", "2 + 1 = 3"], "answer": "3"}': ("2/2 = 1\n\n2 + 1 = 3", "3"),
    '```json\n{"Steps": ["Step 1: 2/2 = 1", {"text": "2 + 1 = 3"},], "Answer": 3}\n```': (
        "2/2 = 1\n\n2 + 1 = 3",
        "3",
    ),
    '<think>I list them.</think>{"steps": ["2 + 1 = 3"], "answer": "3"}': ("2 + 1 = 3", "3"),
    "<think>一半是一。</think>\n答案是三。": (
        "一半是一。",
        "答案是三。",
    ),  # one short line is the answer, in any language
}
UNREADABLE = {
    "": "it is empty",
    " \n": "it is empty",
    "<think></think>": "it is empty",
    "Answer: 3": "there is no reasoning before the answer",
    "<think></think>3": "there is no reasoning before the answer",
    "<think>2 + 1, or": "the reasoning does not end: there is no </think>",
    "<think>2 + 1</think>Now.\nThat was it.\nIt is done.": "it ends in no final answer",
    "Well, 2 + 1": "it ends in no final answer",
    '{"steps": ["2 + 1"]}': "it ends in no final answer",
    '{"steps": [], "answer": "3"}': "it ends in no final answer",  # no steps: read as worked text
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_chain_is_read_in_every_form(text: str, expected: tuple[str, str]) -> None:
    found = read_chain(text)
    assert (found.chain, found.final_answer, found.problem) == (*expected, "")
    assert found.steps


@pytest.mark.parametrize(("text", "problem"), UNREADABLE.items())
def test_what_is_missing_is_told(text: str, problem: str) -> None:
    assert read_chain(text).problem == problem


def test_the_answer_of_code_is_its_last_program() -> None:
    text = "<think>Double it. `x = 1`</think>Like this:\n```python\ndef f(x):\n    return 2 * x\n```"
    assert read_chain(text, code=True).final_answer == "def f(x):\n    return 2 * x\n"
    assert read_chain("Double it.\n```python\nx = 2\n```", code=True).chain == "Double it."
    assert read_chain("<think>Hm.</think>I cannot.", code=True).problem == "there is no program in the answer"
    listed = json.dumps({"steps": ["Double it."], "answer": "def f(x):\n    return 2 * x"})
    assert read_chain(listed, code=True).final_answer == "def f(x):\n    return 2 * x"


STEPS = {
    "Step 1: a\nStep 2: b": ["a", "b"],
    "**1.** a\n**2.** b\n  more\n3) c": ["a", "b\n  more", "c"],
    "Let me see.\n1. a\n2. b": ["Let me see.", "a", "b"],
    "In 12. May\n2. b": ["In 12. May", "2. b"],  # does not count from 1
    "3.5 apples\n\n2 pears": ["3.5 apples", "2 pears"],
    "a\n\nb": ["a", "b"],
    "a\nb": ["a", "b"],
    "x:\n```\nline\n\nline\n```\n\ny": ["x:\n```\nline\n\nline\n```", "y"],
    "": [],
}


@pytest.mark.parametrize(("chain", "expected"), STEPS.items())
def test_steps_are_numbered_lines_or_paragraphs_or_lines(chain: str, expected: list[str]) -> None:
    assert split_steps(chain) == expected


@given(st.lists(st.text("abc .=+1", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=6))
def test_steps_come_back_whatever_they_say(steps: list[str]) -> None:
    listed = json.dumps({"steps": steps, "answer": "1"})
    found = read_chain(listed)
    assert "".join(found.chain.split()) == "".join("".join(found.steps).split())
    assert "\n\n".join(found.steps) == found.chain


@given(st.text("ab\n ", min_size=1).filter(str.strip), st.text("ab ", min_size=1).filter(str.strip))
def test_what_is_written_to_train_on_reads_as_it_was(chain: str, response: str) -> None:
    found = read_chain(think_form(chain, response))
    assert (found.chain, found.response) == (chain.strip(), response.strip())


def test_a_long_text_takes_no_longer_than_it_should() -> None:
    for piece in (
        "<think>",
        "</think>",
        "< ",
        '{"steps": ',
        "1. a\n",
        "answer is ",
        "<answer>",
        "\n\n",
        "```\n",
    ):
        text = piece * (100_000 // len(piece))
        assert len(read_chain(text).chain) <= len(text)
        assert stated_answer(text) is not None


def test_only_what_follows_the_thinking_is_the_final_answer_of_a_solution() -> None:
    assert final_answer("<think>#### 5</think> The answer is 4.") == "4"
    assert final_answer("<think>So #### 5</think>") == "5</think>"  # nothing follows: as it is


def test_every_solution_of_gsm8k_is_read_as_the_chain_it_is(shared_data: Path) -> None:
    lines = (shared_data / "gsm8k" / "test.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1319
    for line in map(json.loads, lines):
        solution, _, answer = line["answer"].partition("\n#### ")
        found = read_chain(line["answer"])
        assert (found.chain, found.final_answer, found.problem) == (solution.strip(), answer, ""), line[
            "answer"
        ]
