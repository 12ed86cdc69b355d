"""What the rules see, and what they say."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

__all__ = ["Deadline", "MathVerdict", "Pair", "Rule"]

_DEEPEST = 6


@dataclass(frozen=True)
class MathVerdict:
    """Whether an answer equals the gold one. Truthy when it does.

    Attributes:
        equal: the verdict.
        rule: the rule that decided: `choice`, `literal`, `clock`, `number`, `matrix`, `interval`, `collection`,
            `equation`, `sentence`, `measured`, `symbolic`, or `none` when no rule could compare the two (then `equal` is False).
        why: a sentence for the person who doubts it.
    """

    equal: bool
    rule: str
    why: str

    def __bool__(self) -> bool:
        """Return the verdict."""
        return self.equal


class Deadline:
    """The moment by which a verdict is due; time spent on starting a process is not counted."""

    def __init__(self, seconds: float) -> None:
        """Set the moment `seconds` from now."""
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left, 0 when the time is up."""
        return max(0.0, self._at - time.monotonic())

    def extend(self, seconds: float) -> None:
        """Put the moment off."""
        self._at += seconds


@dataclass(frozen=True)
class Pair:
    """A gold answer and another one in plain form, with how they are to be compared."""

    gold: str
    answer: str
    rules: "tuple[Rule, ...]"
    tolerance: float
    unit: str
    deadline: Deadline
    depth: int = 0

    def decide(self) -> MathVerdict:
        """Return the verdict of the first rule that has one."""
        if self.depth <= _DEEPEST:
            for rule in self.rules:
                if not self.deadline.left():
                    return MathVerdict(False, "none", "the time was up before a rule had decided")
                if (verdict := rule(self)) is not None:
                    return verdict
        return MathVerdict(False, "none", "no rule can compare the two, and they are not written alike")

    def same(self, gold: str, answer: str) -> bool:
        """Compare two parts of the answers by the same rules."""
        return replace(self, gold=gold.strip(), answer=answer.strip(), depth=self.depth + 1).decide().equal


Rule: TypeAlias = Callable[[Pair], MathVerdict | None]
