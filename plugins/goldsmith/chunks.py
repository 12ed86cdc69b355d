"""Any number of things, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

__all__ = ["chunks"]

T = TypeVar("T")


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of `size` things, the last of which may be shorter.

    >>> list(chunks("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk
