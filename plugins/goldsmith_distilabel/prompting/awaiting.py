"""Coroutines that run at the same time, from code that waits for them."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any, TypeVar

from goldsmith.errors import ModelError, PipelineError

__all__ = ["await_all"]

T = TypeVar("T")


def await_all(
    loop: asyncio.AbstractEventLoop, works: Iterable[Coroutine[Any, Any, T]]
) -> list[T | Exception]:
    """Return the result of each coroutine, in order, or what it raised.

    Ctrl-C cancels them all.

    Raises:
        ModelError, PipelineError: one of them raised it, and all have ended.
    """
    task = loop.create_task(_together(list(works)))
    try:
        results = loop.run_until_complete(task)
    finally:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                loop.run_until_complete(task)
    for result in results:
        if isinstance(result, ModelError | PipelineError):
            raise result
    return results


async def _together(works: list[Coroutine[Any, Any, T]]) -> list[T | Exception]:
    results = await asyncio.gather(*works, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Exception):
            raise result
    return [
        result for result in results if not isinstance(result, BaseException) or isinstance(result, Exception)
    ]
