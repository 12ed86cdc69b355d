"""Questions of earlier runs, put where they still fit."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldsmith.rag import KnownQuestions, PlannedQuestion, Scenario, ScenarioDraw
from goldsmith_distilabel.prompting import Row
from goldsmith_distilabel.simulate.rag.library import Library
from goldsmith_distilabel.simulate.rag.slots import Slot

__all__ = ["Kept", "counted", "fitting", "restore"]

Embed = Callable[[list[str]], list[list[float]]]


@dataclass(frozen=True)
class Kept:
    """A draft of an earlier run.

    Attributes:
        planned: what it was to be like.
        scenario: what it is made of.
        near: the ids of the chunks by which a question out of scope was judged.
        asked: the question, with what was said before.
        row: its row.
    """

    planned: PlannedQuestion
    scenario: Scenario
    near: list[str]
    asked: str
    row: Row

    @classmethod
    def of(cls, record: dict[str, Any]) -> "Kept":
        """Return what `Draft.record` wrote."""
        parts = {name: tuple(ids) for name, ids in record["scenario"].items()}
        return cls(
            PlannedQuestion(*record["cell"]),
            Scenario(**parts),
            record["near"],
            record["asked"],
            record["row"],
        )


def fitting(kept: list[Kept], library: Library, embed: Embed, search_k: int) -> list[Kept]:
    """Return the drafts that documents which have changed do not touch.

    All chunks of a draft must be there as they were. Of one out of scope the nearest chunks must be the same too: another
    might answer it.
    """
    there = [
        one for one in kept if all(chunk in library.chunks for chunk in (*one.scenario.chunks, *one.near))
    ]
    vectors = embed([one.asked for one in there if one.near])
    nearest = iter([library.nearest_to(vector, search_k) for vector in vectors])
    return [one for one in there if not one.near or one.near == next(nearest)]


def restore(  # noqa: PLR0917 - each is a part of a run
    slots: list[Slot],
    kept: list[Kept],
    draw: ScenarioDraw,
    known: KnownQuestions,
    embed: Embed,
    tries_left: int,
) -> None:
    """Put drafts into the slots with the same plan: an accepted one each, and the rejected ones, open slots first.

    Args:
        slots: empty ones; changed.
        kept: the drafts that fit.
        draw: is told of their scenarios.
        known: is told of the accepted questions.
        embed: gives embeddings.
        tries_left: how many of the rejected drafts count as tries of a slot at most; 0: none of them does.
    """
    accepted: dict[PlannedQuestion, list[Kept]] = {}
    rejected: dict[PlannedQuestion, list[Kept]] = {}
    for one in kept:
        (accepted if one.row["keep"] else rejected).setdefault(one.planned, []).append(one)
        draw.count(one.planned.kind, one.scenario)
    everyone = [one for several in accepted.values() for one in several]
    vectors = dict(zip(map(id, everyone), embed([one.asked for one in everyone]), strict=True))
    for slot in slots:
        waiting = accepted.get(slot.planned, [])
        while waiting and not slot.filled:
            one = waiting.pop(0)
            vector = vectors[id(one)]
            if not known.repeated(
                one.asked, vector
            ):  # a document that came back may bring one that was replaced
                slot.rows.append(one.row)
                slot.filled = True
                known.add(str(one.row["id"]), one.asked, vector, one.scenario.contexts)
    for slot in sorted(slots, key=lambda slot: slot.filled):
        waiting = rejected.get(slot.planned, [])
        own = waiting if slot.filled else waiting[: tries_left or None]
        rejected[slot.planned] = waiting[len(own) :]
        slot.rows += [one.row for one in own]
        slot.tries = len(own) if tries_left else 0


def counted(kept: list[Kept]) -> Counter[Any]:
    """Return how many drafts there were of each plan and set of chunks."""
    return Counter((one.planned, one.scenario.chunks) for one in kept)
