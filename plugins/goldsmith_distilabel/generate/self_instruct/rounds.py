"""Many rounds at the same time, whose result does not depend on which is answered first."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from goldsmith_distilabel.generate.self_instruct.round import BegunRound, Made

__all__ = ["Limits", "Rounds"]

Row = dict[str, Any]


@dataclass(frozen=True)
class Limits:
    """When the rounds end.

    Attributes:
        wanted: new instructions.
        patience: rounds in a row without a new instruction.
        rounds: in all; None for no limit.
        failures: rounds in a row without an answer.
        concurrency: rounds asked at the same time.
    """

    wanted: int
    patience: int
    rounds: int | None
    failures: int
    concurrency: int


@dataclass
class Rounds:
    """Rounds that are asked at the same time and judged one after the other.

    Round k is made from what rounds up to k - `concurrency` brought, whichever has been answered meanwhile: so the result
    depends on the answers alone, and as many requests are on their way all the time.

    Attributes:
        limits: when to stop.
        ask: asks round k, given how many instructions had been accepted when it is made; returns an answer to judge.
        judge: judges the answer of round k; called in the order of the rounds.
        complete: what is left to do for the rows of a round, by position.
    """

    limits: Limits
    ask: Callable[[int, int], Awaitable[Any]]
    judge: Callable[[int, Any], Made]
    complete: Callable[[Made], dict[int, Coroutine[Any, Any, Row]]]
    ended: str = field(default="", init=False)
    """Why it ended: "accepted", "patience", "rounds" or "failures"."""

    def __post_init__(self) -> None:
        """Begin with no round done."""
        self._accepted_after: list[int] = []
        self._barren = self._failures = 0

    def __len__(self) -> int:
        """Return the number of rounds that are judged."""
        return len(self._accepted_after)

    @property
    def accepted(self) -> int:
        """How many new instructions there are."""
        return self._accepted_after[-1] if self._accepted_after else 0

    def count(self, made: Made) -> None:
        """Count the next round, and see whether it is the last."""
        self._accepted_after.append(self.accepted + len(made.accepted))
        self._failures = self._failures + 1 if made.failed else 0
        if not made.failed:
            self._barren = 0 if made.accepted else self._barren + 1
        self.ended = self._end()

    async def finished(self) -> AsyncGenerator[tuple[Made, list[Row]], None]:
        """Go on from the rounds that are counted already, and give each new one with its final rows, in order."""
        judged: asyncio.Queue[BegunRound | BaseException | None] = asyncio.Queue()
        driving = asyncio.ensure_future(self._drive(judged))
        waiting: deque[BegunRound] = deque()
        try:
            while (done := await judged.get()) is not None:
                if isinstance(done, BaseException):
                    raise done
                waiting.append(done)
                rows = await done.rows()
                waiting.popleft()
                yield done.made, rows
        finally:
            driving.cancel()
            with suppress(asyncio.CancelledError):
                await driving
            while not judged.empty():
                left = judged.get_nowait()
                waiting += [left] if isinstance(left, BegunRound) else []
            for one in waiting:
                await one.cancel()

    async def _drive(self, judged: asyncio.Queue[BegunRound | BaseException | None]) -> None:
        flight: deque[asyncio.Future[Any]] = deque()
        try:
            while not self.ended:
                while len(flight) < self.limits.concurrency and self._may_ask(len(self) + len(flight)):
                    flight.append(asyncio.ensure_future(self._asked(len(self) + len(flight))))
                made = self.judge(len(self), await flight.popleft())
                self.count(made)
                judged.put_nowait(BegunRound.begun(made, self.complete(made)))
        except Exception as err:  # noqa: BLE001 - it is raised where the rounds are read
            judged.put_nowait(err)
        finally:
            for request in flight:
                request.cancel()
            await asyncio.gather(*flight, return_exceptions=True)
            judged.put_nowait(None)

    async def _asked(self, number: int) -> Any:
        seen = number - self.limits.concurrency
        return await self.ask(number, self._accepted_after[seen] if seen >= 0 else 0)

    def _may_ask(self, number: int) -> bool:
        return self.limits.rounds is None or number < self.limits.rounds

    def _end(self) -> str:
        if self.accepted >= self.limits.wanted:
            return "accepted"
        if self._failures >= self.limits.failures:
            return "failures"
        if self._barren >= self.limits.patience:
            return "patience"
        return "" if self._may_ask(len(self)) else "rounds"
