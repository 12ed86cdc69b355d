"""Rows as questions with known answers, for evaluation harnesses."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any

from goldsmith.errors import InputError
from goldsmith.export.chat import text_of
from goldsmith.export.kept_rows import kept_rows

__all__ = ["Question", "check_task_name", "questions_of"]

_QUESTIONS = ("question", "instruction")
_ANSWERS = ("answer", "reference", "generation")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Question:
    """A question and what is right.

    Attributes:
        id: the row's, or its number.
        system_prompt: "" for none.
        question: what is asked.
        answer: the right answer's text.
        choices: to choose from; empty where the answer is free text.
    """

    id: str
    system_prompt: str
    question: str
    answer: str
    choices: tuple[str, ...] = ()

    @property
    def right(self) -> int:
        """The right choice's position, from 0."""
        return self.choices.index(self.answer)

    @property
    def letter(self) -> str:
        """The right choice as a letter, "A" for the first."""
        return _LETTERS[self.right]


def check_task_name(name: str) -> None:
    """Check that `name` can name a task, a file and a function.

    Raises:
        InputError: it is no ASCII identifier in small letters, or a word of Python.
    """
    if not (name.isascii() and name.isidentifier() and name.islower()) or iskeyword(name):
        raise InputError(f"a task's name is made of a-z, 0-9 and _, as 'my_questions', got {name!r:.80}")


def questions_of(rows: Iterable[Mapping[str, Any]]) -> list[Question]:
    """Return the questions of the rows that were kept.

    >>> (one,) = questions_of([{"question": "2 + 2?", "choices": ["3", "4"], "answer": 1}])
    >>> one.answer, one.letter
    ('4', 'B')

    Args:
        rows: with `question` (else `instruction`); `answer` (else `reference`, else `generation`); with `choices`, a list of texts, the
            answer is one of them, its position from 0, or its letter. A `system_prompt` and an `id` may be there.

    Raises:
        InputError: a column is missing or empty, an answer is none of the choices, choices repeat, ids repeat, only some rows have
            choices, or no row was kept. Row (from 0) and column are named.
    """
    found = [_question(row, number) for number, row in kept_rows(rows)]
    if not found:
        raise InputError("no row was kept: there is nothing to export")
    if twice := [name for name, count in Counter(one.id for one in found).items() if count > 1]:
        raise InputError(
            f"{len(twice)} ids are there more than once, as {twice[0]!r}: give every row its own"
        )
    if len({bool(one.choices) for one in found}) > 1:
        raise InputError("some rows have choices and some have none: export them as two tasks")
    return found


def _question(row: Mapping[str, Any], number: int) -> Question:
    column, said = _first(row, _QUESTIONS)
    system = row.get("system_prompt")
    choices = _choices(row, number)
    return Question(
        id=str(number if row.get("id") is None else row["id"]),
        system_prompt=""
        if system in (None, "")
        else text_of(system, f"row {number}, column 'system_prompt'"),
        question=text_of(said, f"row {number}, column {column!r}"),
        answer=_right(row, choices, number),
        choices=choices,
    )


def _first(row: Mapping[str, Any], columns: tuple[str, ...]) -> tuple[str, Any]:
    column = next((name for name in columns if row.get(name) is not None), columns[0])
    return column, row.get(column)


def _choices(row: Mapping[str, Any], number: int) -> tuple[str, ...]:
    given, where = row.get("choices"), f"row {number}, column 'choices'"
    if given is None:
        return ()
    if not isinstance(given, list) or not 2 <= len(given) <= len(_LETTERS):
        raise InputError(f"{where}: expected 2 to {len(_LETTERS)} texts, got {repr(given)[:80]}")
    choices = tuple(text_of(choice, f"{where}, choice {k}") for k, choice in enumerate(given))
    if len(set(choices)) < len(choices):
        raise InputError(f"{where}: a choice is there twice")
    return choices


def _right(row: Mapping[str, Any], choices: tuple[str, ...], number: int) -> str:
    column, said = _first(row, _ANSWERS)
    where = f"row {number}, column {column!r}"
    if not choices:
        return text_of(
            str(said) if isinstance(said, int | float) and not isinstance(said, bool) else said, where
        )
    letters = dict(zip(_LETTERS, choices, strict=False))
    if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < len(choices):
        return choices[said]
    if isinstance(said, str) and (right := said if said in choices else letters.get(said.strip())):
        return right
    raise InputError(
        f"{where}: expected one of the choices, its position from 0 or its letter, got {said!r:.80}"
    )
