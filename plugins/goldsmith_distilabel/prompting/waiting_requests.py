"""Requests to a model that takes batches and blocks: those that wait at the same time are sent together."""

import asyncio
import json
from itertools import groupby
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem

from goldsmith.errors import ModelError, PipelineError

__all__ = ["waiting_requests"]

_TURNS = 3  # of the event loop without a new request, after which nobody is about to ask


class _Request(NamedTuple):
    chat: list[ChatItem]
    kwargs: dict[str, Any]
    n: int
    output: asyncio.Future[Any]

    @property
    def kind(self) -> str:
        return json.dumps([self.n, self.kwargs], sort_keys=True, default=str)


class WaitingRequests:
    """The requests to one model on one event loop."""

    def __init__(self, llm: LLM, loop: asyncio.AbstractEventLoop) -> None:
        self._llm, self.loop = llm, loop
        self._waiting: list[_Request] = []

    async def output(self, chat: list[ChatItem], n: int, kwargs: dict[str, Any]) -> Any:
        """Return the model's output for one chat."""
        request = _Request(chat, kwargs, n, self.loop.create_future())
        self._waiting.append(request)
        self.loop.call_soon(self._look, len(self._waiting), _TURNS)
        return await request.output

    def _look(self, seen: int, turns: int) -> None:
        if len(self._waiting) != seen:
            return  # somebody asked since, and looks after us
        if turns:
            self.loop.call_soon(self._look, seen, turns - 1)
        else:
            self._send()

    def _send(self) -> None:
        batch, self._waiting = self._waiting, []
        for _, alike in groupby(
            sorted(batch, key=lambda request: request.kind), lambda request: request.kind
        ):
            self._send_alike(list(alike))

    def _send_alike(self, batch: list[_Request]) -> None:
        try:
            outputs = self._llm.generate_outputs(
                [request.chat for request in batch], num_generations=batch[0].n, **batch[0].kwargs
            )
        except Exception as err:  # noqa: BLE001 - it is given to whoever waits
            if len(batch) == 1 or isinstance(err, ModelError | PipelineError):
                for request in batch:
                    request.output.set_exception(err)
            else:  # one bad prompt is not the others' fault
                for request in batch:
                    self._send_alike([request])
            return
        for request, output in zip(batch, outputs, strict=True):
            request.output.set_result(output)


_of_model: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[int, WaitingRequests]] = WeakKeyDictionary()


def waiting_requests(llm: LLM, loop: asyncio.AbstractEventLoop) -> WaitingRequests:
    """Return the one queue of requests to `llm` on `loop`."""
    return _of_model.setdefault(loop, {}).setdefault(id(llm), WaitingRequests(llm, loop))
