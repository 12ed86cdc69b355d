"""What a reviewer is asked, in kinds that every review tool can show."""

from dataclasses import dataclass
from typing import ClassVar

from goldsmith.errors import InputError
from goldsmith.review.labels import checked_labels, label_problem
from goldsmith.review.pair_question import PairQuestion
from goldsmith.review.parts_question import PartsQuestion
from goldsmith.review.ranking_question import RankingQuestion
from goldsmith.review.span_question import SpanQuestion
from goldsmith.review.steps_question import StepsQuestion
from goldsmith.review.taxonomy_question import TaxonomyQuestion

__all__ = [
    "LabelQuestion",
    "MultiLabelQuestion",
    "Question",
    "RatingQuestion",
    "Span",
    "TextQuestion",
    "Value",
]

Span = dict[str, int | str]
"""A passage: {"start", "end", "label"}."""

Value = str | int | list[str] | list[Span] | dict[str, int]
"""An answer: a label or a text, a rating, several labels, spans, or ranks."""

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
        object.__setattr__(self, "labels", checked_labels(self.name, self.labels))

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return self.labels

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        return label_problem(value, self.labels)


@dataclass(frozen=True, slots=True)
class MultiLabelQuestion:
    """Any number of `labels`; the limits are those of `LabelQuestion`."""

    kind: ClassVar[str] = "multi_label"
    name: str
    title: str
    labels: tuple[str, ...]
    required: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", checked_labels(self.name, self.labels))

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return self.labels

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        if not isinstance(value, list) or not value:
            return f"{value!r} is not a list of at least one label"
        problems = (label_problem(label, self.labels) for label in value)
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


Question = (
    LabelQuestion
    | MultiLabelQuestion
    | PairQuestion
    | PartsQuestion
    | RankingQuestion
    | RatingQuestion
    | SpanQuestion
    | StepsQuestion
    | TaxonomyQuestion
    | TextQuestion
)
