"""The parts of one row, asked about at the same time."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from goldsmith_distilabel.prompting import AskingError

__all__ = ["each_part"]

T = TypeVar("T")


async def each_part(works: Iterable[Coroutine[Any, Any, T]]) -> list[T | AskingError]:
    """Return the result of each, or its `AskingError`, once all have ended.

    Raises:
        AskingError: all of them failed; the first one's.
        Exception: whatever else one of them raised.
    """
    results = await asyncio.gather(*works, return_exceptions=True)
    parts: list[T | AskingError] = []
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, AskingError):
            raise result
        parts.append(result)
    failed = [part for part in parts if isinstance(part, AskingError)]
    if failed and len(failed) == len(parts):
        raise failed[0]
    return parts
