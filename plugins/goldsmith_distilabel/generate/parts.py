"""The parts of one row, asked about at the same time."""

from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from goldsmith_distilabel.generate.all_done import outcomes
from goldsmith_distilabel.prompting import AskingError

__all__ = ["each_part"]

T = TypeVar("T")


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
