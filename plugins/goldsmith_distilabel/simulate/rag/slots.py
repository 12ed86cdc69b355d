"""The questions of a test set on their way: planned, tried, accepted."""

from collections import Counter
from dataclasses import astuple, dataclass, field
from typing import Any

from goldsmith.data import derived_id
from goldsmith.rag import NO_SCENARIO, PlannedQuestion, Scenario, WrittenQuestion
from goldsmith_distilabel.prompting import Asking, AskingError, Row
from goldsmith_distilabel.simulate.rag.critic import Critique

__all__ = ["Draft", "Slot", "shortfalls"]


@dataclass
class Slot:
    """A planned question, and all that was tried for it.

    Attributes:
        planned: what it is to be like.
        rows: finished rows, accepted or not.
        tries: how often it was tried.
        filled: whether one of them was accepted.
    """

    planned: PlannedQuestion
    rows: list[Row] = field(default_factory=list)
    tries: int = 0
    filled: bool = False


@dataclass
class Draft:
    """One try.

    Attributes:
        slot: what it is for.
        scenario: what it is made of.
        serial: how many drafts of the same plan and scenario came before.
        focus: what to ask about, so that questions of one chunk differ; "" leaves it open.
        asking: what asks for it.
        written: what the model wrote.
        critique: what the judges say.
        error: why there is nothing.
        near: the ids of the chunks by which a question out of scope is judged.
        vector: the embedding of the question.
    """

    slot: Slot
    scenario: Scenario
    serial: int
    focus: str
    asking: Asking
    written: WrittenQuestion | None = None
    critique: Critique = field(default_factory=Critique)
    error: AskingError | None = None
    near: list[str] = field(default_factory=list)
    vector: list[float] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Follows from plan, chunks and serial: no other draft has it, in this run or another."""
        cell = [str(part) for part in astuple(self.slot.planned)]
        return derived_id("rag", *cell, *self.scenario.chunks, str(self.serial))

    @property
    def asked(self) -> str:
        """The question, in a conversation with what was said before."""
        if not self.written:
            return ""
        turns = [("User", self.written.opening), ("Assistant", self.written.reply)]
        lines = [f"{who}: {said}" for who, said in turns if said]
        return "\n".join([*lines, f"User: {self.written.question}"]) if lines else self.written.question

    @property
    def goes_on(self) -> bool:
        """Whether nothing has spoken against it so far."""
        return self.written is not None and not self.critique.rejected_by

    def record(self, row: Row) -> dict[str, Any]:
        """Return what is kept of it for later runs."""
        return {
            "cell": list(astuple(self.slot.planned)),
            "scenario": vars(self.scenario),
            "near": self.near,
            "asked": self.asked,
            "row": row,
        }


def shortfalls(slots: list[Slot], possible: set[str]) -> dict[str, str]:
    """Return kind -> why there are fewer questions of it than planned.

    >>> slot = Slot(PlannedQuestion("double", "p", "s", "short"), [{"rejected_by": "novel"}] * 2, tries=2)
    >>> shortfalls([slot], {"double"})["double"]
    '0 of 1 double questions; 2 drafts for the other 1 were rejected: 2 novel'
    """
    found = {}
    for kind in dict.fromkeys(slot.planned.kind for slot in slots):
        own = [slot for slot in slots if slot.planned.kind == kind]
        missing = [slot for slot in own if not slot.filled]
        if not missing:
            continue
        counts = Counter(str(row["rejected_by"]) for slot in missing for row in slot.rows)
        told = ", ".join(f"{count} {name}" for name, count in counts.most_common())
        why = (
            f"{counts.total()} drafts for the other {len(missing)} were rejected: {told}"
            if kind in possible
            else NO_SCENARIO.get(kind, "there are no chunks")
        )
        found[kind] = f"{len(own) - len(missing)} of {len(own)} {kind} questions; {why}"
    return found
