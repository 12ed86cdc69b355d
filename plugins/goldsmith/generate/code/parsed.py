"""Python that a person or a model wrote, as a tree."""

import ast
import warnings

__all__ = ["parsed"]


def parsed(source: str) -> ast.Module | None:
    """Return the tree of a source, None if it is no Python. Nothing is said of escapes that it got wrong.

    >>> parsed("x = 1") is None, parsed("let x = 1;") is None
    (False, True)
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
