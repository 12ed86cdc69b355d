"""A round: one request for new instructions, and what came of it."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from goldsmith_distilabel.prompting import Asking

__all__ = ["BegunRound", "Made"]

Row = dict[str, Any]


@dataclass
class Made:
    """The judged answer to a round.

    Attributes:
        rows: what came of it, in order.
        accepted: which of the rows are new instructions.
        failed: whether the model gave no answer.
        askings: what was asked for each row, and will be.
    """

    rows: list[Row]
    accepted: list[int] = field(default_factory=list)
    failed: bool = False
    askings: list[Asking] = field(default_factory=list)

    def add(self, row: Row, asking: Asking, *, accepted: bool = False) -> None:
        """Add a row."""
        if accepted:
            self.accepted.append(len(self.rows))
        self.rows.append(row)
        self.askings.append(asking)


@dataclass
class BegunRound:
    """A round whose rows are being completed.

    Attributes:
        made: its answer, judged.
        completing: for some of the rows, by position, the work that gives the final one.
    """

    made: Made
    completing: dict[int, asyncio.Task[Row]]

    @classmethod
    def begun(cls, made: Made, works: dict[int, Coroutine[Any, Any, Row]]) -> "BegunRound":
        """Start the works."""
        return cls(made, {at: asyncio.ensure_future(work) for at, work in works.items()})

    async def rows(self) -> list[Row]:
        """Return the final rows as soon as all are."""
        await asyncio.gather(*self.completing.values())
        return [
            self.completing[at].result() if at in self.completing else row
            for at, row in enumerate(self.made.rows)
        ]

    async def cancel(self) -> None:
        """Give up what is not done."""
        for work in self.completing.values():
            work.cancel()
        await asyncio.gather(*self.completing.values(), return_exceptions=True)
