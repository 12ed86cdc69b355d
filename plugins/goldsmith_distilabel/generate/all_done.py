"""Waiting for several coroutines of one row."""

import asyncio
from collections.abc import Awaitable
from typing import Any

__all__ = ["all_done"]


async def all_done(*works: Awaitable[Any]) -> list[Any]:
    """Return their results once all have ended, so that none goes on alone; raises what the first to fail raised."""
    results = await asyncio.gather(*works, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return list(results)
