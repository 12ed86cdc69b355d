"""A reviewer that is not a person."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

from goldsmith.errors import InputError

__all__ = ["SimulatedReviewer"]


@dataclass(frozen=True, slots=True)
class SimulatedReviewer:
    """Answers from gold labels with a stated share of errors, for demonstrations and tests.

    What it produces is no human judgement: print `note` wherever its answers are shown.

    Attributes:
        error_rate: probability in [0, 1] of answering with another label, drawn uniformly from the others.

    >>> SimulatedReviewer("ann", error_rate=0.0).answer("row-1", gold="spam", labels=["spam", "ham"])
    'spam'
    """

    name: str
    error_rate: float
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.error_rate <= 1:
            raise InputError(f"error_rate={self.error_rate!r}, expected a probability in [0, 1]")

    @property
    def note(self) -> str:
        """Say plainly what this is."""
        return f"{self.name} is simulated, not a person: gold labels with {self.error_rate:.0%} errors (seed {self.seed})"

    def answer(self, item_id: str, gold: str, labels: Sequence[str]) -> str:
        """Return a label: the same for the same seed, name and item, whatever was asked before.

        Raises:
            InputError: `gold` is none of `labels`, or there is no other label to err with.
        """
        others = sorted(set(labels) - {gold})
        if gold not in labels or not others:
            raise InputError(
                f"gold label {gold!r} of item {item_id!r} with labels {list(labels)}: expected one of two or more"
            )
        key = "\x00".join((str(self.seed), self.name, item_id))
        draw = random.Random(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest())  # noqa: S311
        return draw.choice(others) if draw.random() < self.error_rate else gold
