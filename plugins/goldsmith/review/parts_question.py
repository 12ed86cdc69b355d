"""Which of an item's numbered parts: turns of a conversation, contexts of an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from goldsmith.errors import InputError
from goldsmith.review.labels import label_problem

__all__ = ["PartsQuestion"]

_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class PartsQuestion:
    """Some of up to `most` numbered parts, or `none` of them. The review tools show it as a choice of several labels.

    A project has one set of labels for all its items, so there are as many as the longest item has parts.

    Raises:
        InputError: `most` is not between 1 and 100.

    >>> question = PartsQuestion("bad_turns", "Which turns are bad?", part="turn", none="all good", most=3)
    >>> question.options
    ('all good', 'turn 1', 'turn 2', 'turn 3')
    >>> question.numbers(["turn 3", "turn 1"], parts=3), question.value_of([])
    ([1, 3], ['all good'])
    """

    kind: ClassVar[str] = "multi_label"
    name: str
    title: str
    part: str
    none: str = "none"
    most: int = 20
    required: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.most <= _MOST_PARTS:
            raise InputError(
                f"question {self.name!r}: most={self.most}, expected between 1 and {_MOST_PARTS} parts"
            )

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return (self.none, *(f"{self.part} {number}" for number in range(1, self.most + 1)))

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        if not isinstance(value, list) or not value:
            return f"{value!r} is not a list of parts, or [{self.none!r}]"
        if problem := next((found for one in value if (found := label_problem(one, self.options))), None):
            return problem
        if self.none in value and len(value) > 1:
            return f"{value!r} says {self.none!r} and names a part"
        return None

    def numbers(self, value: object, parts: int) -> list[int]:
        """Return the numbers of the parts that an answer names, of an item that has so many.

        Raises:
            InputError: it is no answer to this question, or names a part that the item does not have.
        """
        if problem := self.problem(value):
            raise InputError(f"question {self.name!r}: {problem}")
        numbers = sorted(self.options.index(one) for one in value if one != self.none)  # type: ignore[attr-defined]
        if numbers and numbers[-1] > parts:
            raise InputError(
                f"question {self.name!r}: {self.part} {numbers[-1]} is named, the item has {parts}"
            )
        return numbers

    def value_of(self, numbers: Iterable[int]) -> list[str]:
        """Return the answer that names these parts, as to suggest it."""
        return [self.options[number] for number in sorted(numbers)] or [self.none]
