from contextlib import suppress

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.generate import read_persona_prompt
from goldsmith.generate.persona_prompts import PREFIXES

PROBLEM = "Let n be the number of barometers. Find all n with n^2 < 10."


@pytest.mark.parametrize(
    "output",
    [
        "User prompt: Plan a week of meals.",
        "The user prompt: Plan a week of meals.",
        "My User Prompt is: Plan a week of meals.",
        "user prompt : Plan a week of meals.",
        "User prompt:\nPlan a week of meals.",
        "**User prompt:** Plan a week of meals.",
        "**User prompt: Plan a week of meals.**",
        "### User prompt:\n\nPlan a week of meals.",
        "### User prompt\nPlan a week of meals.",
        'User prompt: "Plan a week of meals."',
        '"User prompt: Plan a week of meals."',
        "User prompt：Plan a week of meals.",
        "User prompt: User prompt: Plan a week of meals.",
        "Sure! Here is one:\n\nUser prompt: Plan a week of meals.",
        "```\nUser prompt: Plan a week of meals.\n```",
        "<think>Who is this? User prompt: no.</think>\nUser prompt: Plan a week of meals.",
        "Plan a week of meals.",
        "Sure! Here is a prompt:\n\nPlan a week of meals.",
        '"Plan a week of meals."',
    ],
)
def test_a_prompt_is_read_with_and_without_its_prefix(output: str) -> None:
    assert read_persona_prompt(output, "prompt") == "Plan a week of meals."


@pytest.mark.parametrize(
    "text",
    [
        "Here is my code:\n\nprint(1)",
        'Compare "Rhine" and "Rhone"',
        '"Rhine" or "Rhone"',
        "Write **bold** words.\n\n- one\n- two",
        "Fill in:\nUser: \nAssistant:",
    ],
)
def test_what_follows_the_prefix_stays_whole(text: str) -> None:
    assert read_persona_prompt(f"User prompt: {text}", "prompt") == text


@pytest.mark.parametrize(
    "solution",
    [
        "\n\nSolution: n = 1, 2, 3.",
        "\n\n**Solution:**\nn = 1.",
        "\n\n**Solution**\n\nn = 1.",
        "\n### Solution\nn = 1.",
        "\n### Solution to the problem\nn = 1.",
        " Solution: n = 1.",
        " **Answer:** 3",
        "\nAnswer: 3",
        "\nFinal answer: 3",
        "\n\nStep-by-step solution: n = 1.",
        "\n\nSolution 1: n = 1.",
        "\n\nSolution (a): n = 1.",
        "\n\nLösung: n = 1.",
        "\n\nSolución: n = 1.",
        "\n\n解答：n = 1。",
        "\n\nAnswer: 3\n\nSolution: n = 1.",
    ],
)
def test_a_problem_ends_where_its_solution_begins(solution: str) -> None:
    assert read_persona_prompt(f"Math problem: {PROBLEM}{solution}", "math") == PROBLEM
    assert read_persona_prompt(f"{PROBLEM}{solution}", "math") == PROBLEM


@pytest.mark.parametrize(
    "problem",
    [
        "How much salt does a 3 % solution hold? Give the answer in grams.",
        "Find the general solution of y' = y. Is the solution unique?",
        "Which solutions are real?",
    ],
)
def test_a_problem_may_speak_of_solutions(problem: str) -> None:
    assert read_persona_prompt(f"Math problem: {problem}", "math") == problem


def test_an_article_keeps_its_title_as_its_first_line() -> None:
    output = "Title: **How to read a barometer**\n\nTap the glass.\n\nTitle: of a section"
    text = "**How to read a barometer**\n\nTap the glass.\n\nTitle: of a section"
    assert read_persona_prompt(output, "knowledge") == text
    assert read_persona_prompt("**Title: Rain**\n\nIt falls.", "knowledge") == "Rain\n\nIt falls."


def test_a_prefix_far_below_the_beginning_is_part_of_the_text() -> None:
    text = f"{'Rain falls. ' * 50}\nTitle: none"
    assert read_persona_prompt(text, "knowledge") == text


@pytest.mark.parametrize("kind", PREFIXES)
@pytest.mark.parametrize(
    "output", ["", " \n", "...", "``", "```\n```", "<think>Hm", "PREFIX", "PREFIX PREFIX"]
)
def test_nothing_is_unreadable(output: str, kind: str) -> None:
    with pytest.raises(UnreadableError, match="expected text after"):
        read_persona_prompt(output.replace("PREFIX", PREFIXES[kind]), kind)


def test_a_solution_without_a_problem_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        read_persona_prompt("Math problem:\n\nSolution: 3", "math")


@fuzzed
def test_any_output_is_read_or_unreadable(output: str) -> None:
    for kind in PREFIXES:
        with suppress(UnreadableError):
            text = read_persona_prompt(output, kind)
            assert text == text.strip()
            assert text.encode()
            assert any(map(str.isalnum, text))
