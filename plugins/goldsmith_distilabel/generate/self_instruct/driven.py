"""An asynchronous iterator, read by code that waits."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import suppress
from typing import TypeVar

__all__ = ["driven"]

T = TypeVar("T")


def driven(loop: asyncio.AbstractEventLoop, items: AsyncGenerator[T, None]) -> Generator[T, None, None]:
    """Give the items; when the reader leaves, or on Ctrl-C, the iterator is closed before this returns."""
    try:
        while True:
            waiting = loop.create_task(_next(items))
            try:
                item = loop.run_until_complete(waiting)
            finally:
                if not waiting.done():
                    waiting.cancel()
                    with suppress(asyncio.CancelledError):
                        loop.run_until_complete(waiting)
            if not item:
                return
            yield item[0]
    finally:
        if not loop.is_closed():
            loop.run_until_complete(items.aclose())


async def _next(items: AsyncGenerator[T, None]) -> list[T]:
    try:
        return [await anext(items)]
    except StopAsyncIteration:
        return []
