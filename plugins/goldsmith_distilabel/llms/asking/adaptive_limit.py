"""How many requests run at once, found out from what the endpoint bears."""

import asyncio
import time
from collections import deque
from types import TracebackType

__all__ = ["AdaptiveLimit"]


class AdaptiveLimit:
    """Additive increase, multiplicative decrease (Chiu and Jain 1989; TCP's rule, RFC 5681 section 3.1).

    As many successes in a row as the limit allows requests raise it by one, up to `maximum`; a refusal halves it.
    Refusals of requests that had started before the last halving say nothing new. Belongs to no event loop.

    Used as `async with limit as era:`, with `era` to hand back to `refused`.
    """

    def __init__(self, maximum: int) -> None:
        """Start at `maximum`."""
        self.maximum = self.limit = maximum
        self.running = 0
        self._successes = 0
        self._era = 0
        self._opens_at = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def succeeded(self) -> None:
        """Count an answer."""
        self._successes += 1
        if self._successes >= self.limit:
            self._successes = 0
            if self.limit < self.maximum:
                self.limit += 1
                self._wake()

    def refused(self, era: int, wait: float | None = None) -> None:
        """Halve the limit because of a request that started in `era`, and let none start for `wait` seconds."""
        self._successes = 0
        if era == self._era:
            self._era += 1
            self.limit = max(1, self.limit // 2)
        if wait:
            self._opens_at = max(self._opens_at, time.monotonic() + wait)

    async def __aenter__(self) -> int:
        """Wait for a free place."""
        while True:
            pause = self._opens_at - time.monotonic()
            if pause > 0:
                await asyncio.sleep(pause)
            elif self.running >= self.limit:
                await self._turn()
            else:
                break
        self.running += 1
        return self._era

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the place."""
        self.running -= 1
        self._wake()

    async def _turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # woken and cancelled at once: the turn is another's
                self._wake()
            raise

    def _wake(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
