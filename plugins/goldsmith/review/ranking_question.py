"""Which is best, second, third."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from goldsmith.errors import InputError
from goldsmith.review.labels import checked_labels

__all__ = ["RankingQuestion"]

MOST_RANKED = 50


@dataclass(frozen=True, slots=True)
class RankingQuestion:
    """An order of `labels`, 2 to 50; a label that is a field's name stands for that field's text.

    An answer is {label: rank}, 1 for the best; ties share a rank, and ranks are those of a competition (1, 1, 3), as far as the tool
    knows ties: Label Studio does not.

    Raises:
        InputError: as for `LabelQuestion`, or more than 50.

    >>> question = RankingQuestion("order", "Best first", ("a", "b", "c"))
    >>> question.problem({"a": 2, "b": 1})
    "{'a': 2, 'b': 1} does not rank each of 'a', 'b', 'c' from 1 to 3"
    >>> ranks_of([["b"], ["a", "c"]])
    {'b': 1, 'a': 2, 'c': 2}
    """

    kind: ClassVar[str] = "ranking"
    name: str
    title: str
    labels: tuple[str, ...]
    required: bool = True

    def __post_init__(self) -> None:
        labels = checked_labels(self.name, self.labels)
        if len(labels) > MOST_RANKED:
            raise InputError(
                f"question {self.name!r} has {len(labels)} labels, expected at most {MOST_RANKED} to rank"
            )
        object.__setattr__(self, "labels", labels)

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return self.labels

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        most = len(self.labels)
        if (
            not isinstance(value, Mapping)
            or set(value) != set(self.labels)
            or not all(type(rank) is int and 1 <= rank <= most for rank in value.values())
        ):
            labels = ", ".join(map(repr, self.labels))
            return f"{value!r} does not rank each of {labels} from 1 to {most}"
        return None


def ranks_of(order: list[list[str]]) -> dict[str, int]:
    """Return each label's rank in a competition, from groups of equals, best first."""
    ranks: dict[str, int] = {}
    for equals in order:
        ranks |= dict.fromkeys(equals, len(ranks) + 1)
    return ranks


def best_first(ranks: Mapping[str, int]) -> list[str]:
    """Return the labels, best first; equals stay in their order.

    >>> best_first({"a": 2, "b": 1, "c": 2})
    ['b', 'a', 'c']
    """
    return sorted(ranks, key=lambda label: ranks[label])
