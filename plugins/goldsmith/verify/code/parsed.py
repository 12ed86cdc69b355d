"""Python that a person or a model wrote, as a tree."""

import ast
import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["parsed", "parsing"]

# CPython 3.11 counts the depth of its recursion in one place for all threads: two that build a tree at a time raise SystemError.
_alone = threading.Lock()


def _renew() -> None:
    global _alone  # noqa: PLW0603 - a lock that another thread held when this process was forked would stay closed
    _alone = threading.Lock()


os.register_at_fork(after_in_child=_renew)


@contextmanager
def parsing() -> Iterator[None]:
    """Keep other threads from parsing Python meanwhile; nothing is said of escapes that the source got wrong."""
    with _alone, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def parsed(source: str) -> ast.Module | None:
    """Return the tree of a source, None if it is no Python.

    >>> parsed("x = 1") is None, parsed("let x = 1;") is None
    (False, True)
    """
    try:
        with parsing():
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
