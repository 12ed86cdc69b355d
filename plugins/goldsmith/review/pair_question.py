"""Which of two is better."""

from dataclasses import dataclass
from typing import ClassVar

from goldsmith.errors import InputError
from goldsmith.review.labels import checked_labels, label_problem

__all__ = ["TIE", "PairQuestion"]

TIE = "tie"


@dataclass(frozen=True, slots=True)
class PairQuestion:
    """The better one of two text fields, by its name, or "tie". The review tools show it as a choice of one label.

    Raises:
        InputError: `of` is not two different names, or one of them is "tie".

    >>> PairQuestion("better", "Which is better?", ("response_a", "response_b")).options
    ('response_a', 'response_b', 'tie')
    """

    kind: ClassVar[str] = "label"
    name: str
    title: str
    of: tuple[str, str]
    ties: bool = True
    required: bool = True

    def __post_init__(self) -> None:
        of = checked_labels(self.name, self.of)
        if len(of) != 2 or TIE in of:
            raise InputError(
                f"question {self.name!r}: of={of!r}, expected the names of two fields, none {TIE!r}"
            )
        object.__setattr__(self, "of", of)

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return (*self.of, TIE) if self.ties else self.of

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        return label_problem(value, self.options)
