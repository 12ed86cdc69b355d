"""Waiting for several coroutines at once, so that none goes on alone."""

import asyncio
from collections.abc import Awaitable, Coroutine, Iterable
from typing import Any, TypeVar

from goldsmith_distilabel.prompting import AskingError

__all__ = ["all_done", "each_part", "outcomes"]

T = TypeVar("T")


async def outcomes(*works: Awaitable[T]) -> list[T | AskingError]:
    """Return what each gave, or the `AskingError` it raised, once all have ended; raises any other error."""
    results = await asyncio.gather(*works, return_exceptions=True)
    found: list[T | AskingError] = []
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, AskingError):
            raise result
        found.append(result)
    return found


async def all_done(*works: Awaitable[Any]) -> list[Any]:
    """Return what each gave once all have ended; raises what the first to fail raised."""
    results = await outcomes(*works)
    for result in results:
        if isinstance(result, AskingError):
            raise result
    return results


async def each_part(works: Iterable[Coroutine[Any, Any, T]]) -> list[T | AskingError]:
    """Return the result of each, or its `AskingError`, once all have ended.

    Raises:
        AskingError: all of them failed; the first one's.
        Exception: whatever else one of them raised.
    """
    parts = await outcomes(*works)
    failed = [part for part in parts if isinstance(part, AskingError)]
    if failed and len(failed) == len(parts):
        raise failed[0]
    return parts
