"""What a pairwise judge says once its taste for a position is taken out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from goldsmith.errors import InputError

__all__ = ["Judgement", "PairwiseVerdicts", "Preference", "pairwise_verdicts"]

Preference: TypeAlias = Literal[1, 2, "tie"] | None
_PREFERENCES: tuple[Preference, ...] = (1, 2, "tie", None)


class Judgement(NamedTuple):
    """One answer of a judge who saw two responses to one item.

    Attributes:
        item: names the pair of responses: both orders carry the same one.
        swapped: whether the baseline's response was shown first and the model's second.
        preference: the *position* preferred, 1 or 2, "tie", or None where the judge gave no readable answer.
    """

    item: str
    swapped: bool
    preference: Preference


@dataclass(frozen=True)
class PairwiseVerdicts:
    """The items' verdicts, and how steady the judge was.

    Attributes:
        verdicts: 1.0 where the model won in both orders, 0.0 where the baseline did, 0.5 for a tie, by item; items with
            an error are not among them.
        wins: items the model won.
        losses: items the baseline won.
        ties: all the others with two readable answers, flipped ones among them.
        flips: items where each order named another winner: the judge went by position.
        errors: items left out, because an order's answer is missing or unreadable.
        flip_rate: flips by items with two readable answers, in [0, 1]; NaN without any.
        first_position_share: readable answers other than "tie" that preferred the response shown first, in [0, 1]; 0.5 is a
            judge without a taste for position; NaN without any.
    """

    verdicts: dict[str, float]
    wins: int
    losses: int
    ties: int
    flips: int
    errors: int
    flip_rate: float
    first_position_share: float

    @property
    def preferences(self) -> list[float]:
        """The verdicts as AlpacaEval writes them, 2 for a win of the model and 1 for the baseline's: for `win_rate`."""
        return [1 + verdict for verdict in self.verdicts.values()]


def pairwise_verdicts(judgements: Iterable[Judgement]) -> PairwiseVerdicts:
    """Merge the two orders in which a judge saw each pair: only who wins in both has won, disagreement is a tie.

    The conservative rule of Zheng et al. 2023, "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena" (arXiv 2306.05685),
    section 3.4. An order whose answer is missing or None makes the item an error: it is counted and has no verdict.

    Args:
        judgements: both orders of every item, in any order; the verdicts keep the order in which items first come.

    Raises:
        InputError: an order of an item is there twice, or a preference is not 1, 2, "tie" or None.

    >>> seen = [
    ...     Judgement("a", False, 1), Judgement("a", True, 2),  # the model, wherever it stands
    ...     Judgement("b", False, 1), Judgement("b", True, 1),  # whoever is shown first
    ...     Judgement("c", False, 2), Judgement("c", True, None),
    ... ]
    >>> merged = pairwise_verdicts(seen)
    >>> merged.verdicts, merged.flips, merged.errors, merged.flip_rate, merged.first_position_share
    ({'a': 1.0, 'b': 0.5}, 1, 1, 0.5, 0.6)
    """
    answers = _by_item(judgements)
    merged = {
        item: (_score(False, of.get(False)), _score(True, of.get(True))) for item, of in answers.items()
    }
    read = {item: (a, b) for item, (a, b) in merged.items() if a is not None and b is not None}
    verdicts = {item: a if a == b else 0.5 for item, (a, b) in read.items()}
    flips = sum({a, b} == {0.0, 1.0} for a, b in read.values())
    decided = [preference for of in answers.values() for preference in of.values() if preference in (1, 2)]
    values = list(verdicts.values())
    return PairwiseVerdicts(
        verdicts=verdicts,
        wins=values.count(1.0),
        losses=values.count(0.0),
        ties=values.count(0.5),
        flips=flips,
        errors=len(answers) - len(read),
        flip_rate=flips / len(read) if read else float("nan"),
        first_position_share=decided.count(1) / len(decided) if decided else float("nan"),
    )


def _by_item(judgements: Iterable[Judgement]) -> dict[str, dict[bool, Preference]]:
    answers: dict[str, dict[bool, Preference]] = {}
    for item, swapped, preference in judgements:
        if isinstance(preference, bool) or preference not in _PREFERENCES:
            raise InputError(f"item {item!r}: a preference is 1, 2, 'tie' or None, got {preference!r}")
        orders = answers.setdefault(item, {})
        if swapped in orders:
            raise InputError(
                f"item {item!r} was judged twice with swapped={swapped}: give every pair its own item"
            )
        orders[swapped] = preference
    return answers


def _score(swapped: bool, preference: Preference) -> float | None:
    """Return 1 where the model won this order, 0 where the baseline did."""
    if preference is None:
        return None
    if preference == "tie":
        return 0.5
    return float((preference == 1) is not swapped)
