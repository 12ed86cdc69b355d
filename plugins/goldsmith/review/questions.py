"""What a reviewer is asked, in kinds that every review tool can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from goldsmith.errors import InputError
from goldsmith.review.steps_question import StepsQuestion
from goldsmith.review.visible import is_plain

__all__ = ["LabelQuestion", "MultiLabelQuestion", "Question", "RatingQuestion", "TextQuestion", "Value"]

Value = str | int | list[str]
"""An answer: a label or a text, a rating, or several labels."""

MOST_LABELS = 500
LONGEST_LABEL = 200
HIGHEST_RATING = 10


@dataclass(frozen=True, slots=True)
class LabelQuestion:
    """Exactly one of `labels`.

    Raises:
        InputError: fewer than 2 or more than 500 labels, a label twice, or one that a tool could not give back
            unchanged (empty, over 200 characters, control characters, space at its ends).

    >>> LabelQuestion("label", "Spam?", ("spam", "ham")).problem("eggs")
    "'eggs' is none of its labels 'spam', 'ham'"
    """

    kind: ClassVar[str] = "label"
    name: str
    title: str
    labels: tuple[str, ...]
    required: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", _checked_labels(self.name, self.labels))

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return self.labels

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        return _label_problem(value, self.labels)


@dataclass(frozen=True, slots=True)
class MultiLabelQuestion:
    """Any number of `labels`; the limits are those of `LabelQuestion`."""

    kind: ClassVar[str] = "multi_label"
    name: str
    title: str
    labels: tuple[str, ...]
    required: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", _checked_labels(self.name, self.labels))

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return self.labels

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        if not isinstance(value, list) or not value:
            return f"{value!r} is not a list of at least one label"
        problems = (_label_problem(label, self.labels) for label in value)
        return next((problem for problem in problems if problem), None)


@dataclass(frozen=True, slots=True)
class RatingQuestion:
    """A whole number from 1 to `highest`, itself between 2 and 10."""

    kind: ClassVar[str] = "rating"
    name: str
    title: str
    highest: int = 5
    required: bool = True

    def __post_init__(self) -> None:
        if not 2 <= self.highest <= HIGHEST_RATING:
            raise InputError(
                f"question {self.name!r}: highest={self.highest}, a rating goes to between 2 and {HIGHEST_RATING}"
            )

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return tuple(str(rating) for rating in range(1, self.highest + 1))

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= self.highest:
            return f"{value!r} is not a whole number from 1 to {self.highest}"
        return None


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """A text the reviewer writes or edits."""

    kind: ClassVar[str] = "text"
    name: str
    title: str
    required: bool = True

    @property
    def options(self) -> tuple[str, ...]:
        """Nothing is given to choose from."""
        return ()

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        return None if isinstance(value, str) else f"{value!r} is not a text"


Question = LabelQuestion | MultiLabelQuestion | RatingQuestion | StepsQuestion | TextQuestion


def _checked_labels(question: str, labels: Sequence[str]) -> tuple[str, ...]:
    if isinstance(labels, str) or not all(isinstance(label, str) for label in labels):
        raise InputError(f"question {question!r}: labels={labels!r}, expected a sequence of strings")
    if not 2 <= len(labels) <= MOST_LABELS:
        raise InputError(f"question {question!r} has {len(labels)} labels, expected 2 to {MOST_LABELS}")
    if twice := {label for label in labels if labels.count(label) > 1}:
        raise InputError(f"question {question!r} names labels twice: {sorted(twice)}")
    for label in labels:
        if not is_plain(label, longest=LONGEST_LABEL):
            raise InputError(
                f"question {question!r}: label {label[:80]!r} would not come back from a review tool as it is; use 1 to"
                f" {LONGEST_LABEL} characters, none of them a control character or a line break, no space at the ends"
            )
    return tuple(labels)


def _label_problem(value: object, labels: tuple[str, ...]) -> str | None:
    if value in labels:
        return None
    shown = ", ".join(repr(label) for label in labels[:10]) + (", ..." if len(labels) > 10 else "")
    return f"{value!r} is none of its labels {shown}"
