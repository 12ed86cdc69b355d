# ruff: noqa: RUF001 (punctuation of several scripts)
"""A problem and its solution, as a model writes them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json, without_thought

__all__ = ["ProblemSolution", "read_problem_solution"]

_EDGE = r"[ \t>*_#=\-]{0,12}"
_NUMBER = r"(?:\(?\d{1,2}[.):]\s*)?"


def _marks(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what marks a section: the words in brackets anywhere in a line, or else a heading that says nothing more."""
    return (
        re.compile(rf"^[^\n]{{0,200}}?\[\s*(?:{words})\s*\][ \t*_:]*", re.IGNORECASE | re.MULTILINE),
        re.compile(
            rf"^{_EDGE}{_NUMBER}{_EDGE}(?:{words}){_EDGE}(?:[:：]{_EDGE}|$)", re.IGNORECASE | re.MULTILINE
        ),
    )


_PROBLEM = _marks("problem(?: description| statement)?")
_SOLUTION = _marks("solution")


@dataclass(frozen=True)
class ProblemSolution:
    """What OSS-Instruct asks a model for.

    Attributes:
        problem: the task, complete in itself.
        solution: the answer to it.
    """

    problem: str
    solution: str


def read_problem_solution(output: str) -> ProblemSolution:
    r"""Read the two sections of a model's answer: `[Problem Description]`, then `[Solution]`.

    As the paper's script does, it takes the first line with each mark. Headings without brackets count too ("## Problem
    Description", "**Solution:**"), and so does JSON with the two as keys.

    >>> read_problem_solution("[Problem Description]\nAdd two numbers.\n\n[Solution]\n`a + b`")
    ProblemSolution(problem='Add two numbers.', solution='`a + b`')

    Raises:
        UnreadableError: a section is missing or empty, or the solution stands before the problem.
    """
    text = without_thought(output)
    if text.startswith(("{", "```json")):
        return _checked(*_from_json(text))
    problem, solution = (_first(marks, text) for marks in (_PROBLEM, _SOLUTION))
    if problem is None or solution is None:
        missing = "[Problem Description]" if problem is None else "[Solution]"
        raise UnreadableError(
            f"expected the sections [Problem Description] and [Solution], found no {missing}"
        )
    if problem.start() >= solution.start():
        raise UnreadableError("expected [Problem Description] before [Solution]")
    return _checked(text[problem.end() : solution.start()], text[solution.end() :])


def _first(marks: tuple[re.Pattern[str], re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next((found for mark in marks if (found := mark.search(text))), None)


def _from_json(text: str) -> tuple[str, str]:
    value = read_json(text)
    told = (
        {str(key).lower().replace(" ", "_"): item for key, item in value.items()}
        if isinstance(value, Mapping)
        else {}
    )
    problem, solution = told.get("problem_description", told.get("problem")), told.get("solution")
    if not isinstance(problem, str) or not isinstance(solution, str):
        raise UnreadableError('expected {"problem": "...", "solution": "..."}, got other JSON')
    return problem, solution


def _checked(problem: str, solution: str) -> ProblemSolution:
    found = ProblemSolution(problem.strip(), solution.strip())
    for name, section in vars(found).items():
        if not any(map(str.isalnum, section)):
            raise UnreadableError(f"the {name} is empty")
    return found
