"""Which steps of a worked solution are wrong, asked in a form that every review tool can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from goldsmith.errors import InputError

__all__ = ["ALL_RIGHT", "StepsQuestion", "numbered_steps"]

ALL_RIGHT = "all right"
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class StepsQuestion:
    """The wrong ones of up to `most` steps, or "all right". The review tools show it as a choice of several labels.

    A project has one set of labels for all its items, so there are as many as the longest chain has steps; one that is beyond the steps
    of an item is refused when its labels are read.

    Raises:
        InputError: `most` is not between 1 and 100.

    >>> question = StepsQuestion("wrong_steps", "Which steps are wrong?", most=3)
    >>> question.options
    ('all right', 'step 1', 'step 2', 'step 3')
    >>> question.labels(["step 2"], steps=3), question.value_of([True, False, True])
    ([True, False, True], ['step 2'])
    """

    kind: ClassVar[str] = "multi_label"
    name: str
    title: str
    most: int = 20
    required: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.most <= _MOST_STEPS:
            raise InputError(
                f"question {self.name!r}: most={self.most}, expected between 1 and {_MOST_STEPS} steps"
            )

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return (ALL_RIGHT, *(f"step {number}" for number in range(1, self.most + 1)))

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        if not isinstance(value, list) or not value:
            return f"{value!r} is not a list of wrong steps, or [{ALL_RIGHT!r}]"
        if strange := [one for one in value if one not in self.options]:
            return f"{strange[0]!r} is none of {ALL_RIGHT!r}, 'step 1' to 'step {self.most}'"
        if ALL_RIGHT in value and len(value) > 1:
            return f"{value!r} says that all is right and that a step is wrong"
        return None

    def labels(self, value: object, steps: int) -> list[bool]:
        """Return whether each of an item's `steps` is right, by an answer.

        Raises:
            InputError: it is no answer to this question, or names a step that the item does not have.
        """
        if problem := self.problem(value):
            raise InputError(f"question {self.name!r}: {problem}")
        wrong = {self.options.index(one) for one in value if one != ALL_RIGHT}  # type: ignore[attr-defined]
        if wrong and max(wrong) > steps:
            raise InputError(
                f"question {self.name!r}: step {max(wrong)} is called wrong, the item has {steps}"
            )
        return [number not in wrong for number in range(1, steps + 1)]

    def value_of(self, labels: Sequence[bool]) -> list[str]:
        """Return the answer that gives these labels, as to suggest it.

        Raises:
            InputError: there are none, or more than `most`.
        """
        if not 1 <= len(labels) <= self.most:
            raise InputError(f"question {self.name!r}: {len(labels)} labels, expected 1 to {self.most}")
        return [f"step {number}" for number, right in enumerate(labels, start=1) if not right] or [ALL_RIGHT]


def numbered_steps(steps: Sequence[str]) -> str:
    r"""Return steps as one text to read, each under its number.

    >>> numbered_steps(["2 * 3 = 6.", "6 + 1 = 7."])
    'Step 1\n2 * 3 = 6.\n\nStep 2\n6 + 1 = 7.'
    """
    return "\n\n".join(f"Step {number}\n{step}" for number, step in enumerate(steps, start=1))
