"""The local model with a note of what it was asked, and its speed when nothing holds it up."""

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from pydantic import PrivateAttr

from goldsmith_distilabel.llms import LocalLLM


@dataclass
class Notes:
    """The requests that were sent, and the tokens of the answers that came."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    written: int = 0


class NotingLLM(LocalLLM):
    """The local model, with a note of every request."""

    _notes: Notes = PrivateAttr(default_factory=Notes)

    @property
    def notes(self) -> Notes:
        return self._notes

    async def _generation(self, request: dict[str, Any]) -> dict[str, Any]:
        self._notes.requests.append(request)
        answer = await super()._generation(request)
        self._notes.written += tokens_of(answer)
        return answer

    def flat_out(self, requests: list[dict[str, Any]]) -> float:
        """Return the tokens/s of all slots, none of which ever waits for a request.

        The requests are sent in their order, begun anew at their end, so many at a time that each slot has the next one
        waiting. The clock runs from the moment at which each slot has answered once, until whole rounds of
        requests, at least 3 requests a slot, have been answered since. What was begun before counts whole, what is
        unfinished at the end not at all: that cancels out.
        """
        return self.event_loop.run_until_complete(self._flat_out(requests))

    async def _flat_out(self, requests: list[dict[str, Any]]) -> float:
        endless = itertools.cycle(requests)
        rounds = -(-3 * self.n_parallel // len(requests))  # few requests are sent more than once
        done: list[tuple[float, int]] = []
        wanted = self.n_parallel + rounds * len(requests)

        async def worker() -> None:
            while len(done) < wanted:
                answer = await super(NotingLLM, self)._generation(next(endless))
                done.append((time.perf_counter(), tokens_of(answer)))

        await asyncio.gather(*(worker() for _ in range(2 * self.n_parallel)))
        (began, _), *counted = done[self.n_parallel - 1 : wanted]
        return sum(tokens for _, tokens in counted) / (counted[-1][0] - began)


def tokens_of(answer: dict[str, Any]) -> int:
    return int(answer["usage"].get("completion_tokens", 0))
