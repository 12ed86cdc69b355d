"""A demand on a response that a program can check."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict

__all__ = ["Constraint", "Drawing", "Relation", "holds"]

T = TypeVar("T")
Relation = Literal["at least", "at most", "less than", "exactly"]


@dataclass(frozen=True)
class Drawing:
    """What a constraint's parameters are drawn from: chance, and words that fit the subject."""

    rng: Random
    words: Sequence[str] = ()

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of `choices`."""
        return self.rng.choice(choices)

    def number(self, least: int, most: int, step: int = 1) -> int:
        """Return a number from `least` to `most`, both included."""
        return self.rng.randrange(least, most + 1, step)

    def relation(self) -> Relation:
        """Return one of the relations that IFEval has."""
        return self.rng.choice(("at least", "less than"))

    def some_words(self, count: int) -> list[str]:
        """Return `count` of the words, all different."""
        return self.rng.sample(self.words, count)


class Constraint(BaseModel):
    """A demand of a family such as IFEval's (Zhou et al. 2023, arXiv 2311.07911, table 1), with its parameters.

    Attributes:
        kind: the family, by IFEval's name.
        aspects: what of a response it settles; two constraints that share one may contradict each other.
        words_needed: how many words of the subject its parameters are drawn from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
    aspects: ClassVar[frozenset[str]] = frozenset()
    words_needed: ClassVar[int] = 0

    @abstractmethod
    def text(self) -> str:
        """Return the demand as an English sentence."""

    @abstractmethod
    def problem(self, response: str) -> str | None:
        """Return how `response` falls short, or None when it meets the demand."""

    @classmethod
    def drawn(cls, drawing: Drawing) -> Self:  # noqa: ARG003 (families without parameters)
        """Return one with parameters by chance."""
        return cls()


def holds(count: int, relation: Relation, wanted: int) -> bool:
    """Return whether `count` is at least, at most, less than or exactly as many as wanted.

    >>> holds(3, "at least", 3), holds(3, "less than", 3)
    (True, False)
    """
    if relation == "exactly":
        return count == wanted
    if relation == "less than":
        return count < wanted
    return count >= wanted if relation == "at least" else count <= wanted
