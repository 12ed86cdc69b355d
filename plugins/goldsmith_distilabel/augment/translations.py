"""A function that translates, given the texts that wait at the same time together."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from goldsmith_distilabel.prompting import AskingError

__all__ = ["Translations"]

_TURNS = 3  # of the event loop without a new text, after which nobody is about to ask


class _Text(NamedTuple):
    source: str
    target: str
    text: str
    found: asyncio.Future[str]


class Translations:
    """Collects what rows want translated, since a translator takes a batch in little more time than one text."""

    def __init__(self, function: Callable[..., Any], name: str) -> None:
        """Begin with nothing waiting.

        Args:
            function: (texts, source, target) -> as many texts.
            name: the function's, for errors.
        """
        self._function, self._name = function, name
        self._waiting: list[_Text] = []

    async def translated(self, text: str, source: str, target: str) -> str:
        """Return the translation.

        Raises:
            AskingError: the function raises, or returns something else than a text for each.
        """
        loop = asyncio.get_running_loop()
        one = _Text(source, target, text, loop.create_future())
        self._waiting.append(one)
        loop.call_soon(self._look, loop, len(self._waiting), _TURNS)
        return await one.found

    def _look(self, loop: asyncio.AbstractEventLoop, seen: int, turns: int) -> None:
        if len(self._waiting) != seen:
            return  # somebody asked since, and looks after us
        if turns:
            loop.call_soon(self._look, loop, seen, turns - 1)
            return
        batch, self._waiting = sorted(self._waiting, key=lambda one: one[:2]), []
        for _, alike in groupby(batch, key=lambda one: one[:2]):
            self._send(list(alike))

    def _send(self, batch: Sequence[_Text]) -> None:
        source, target = batch[0][:2]
        try:
            found = self._function([one.text for one in batch], source, target)
        except Exception as err:  # noqa: BLE001 - it is given to whoever waits
            if len(batch) > 1:  # one bad text is not the others' fault
                for one in batch:
                    self._send([one])
                return
            batch[0].found.set_exception(AskingError("request_failed", f"{type(err).__name__}: {err}"))
            return
        texts = list(found) if isinstance(found, list | tuple) else []
        if len(texts) != len(batch) or not all(isinstance(text, str) for text in texts):
            message = f"{self._name} returned {found!r:.80} for {len(batch)} texts, expected a list of as many texts"
            for one in batch:
                one.found.set_exception(AskingError("unreadable", message))
            return
        for one, text in zip(batch, texts, strict=True):
            one.found.set_result(text)
