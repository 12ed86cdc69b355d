"""A function by its import name, so that a saved pipeline can name one."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from goldsmith.errors import InputError

__all__ = ["named_function"]


def named_function(name: str) -> Callable[..., Any]:
    """Return the function of "package.module:function"; what stands after the colon may be dotted.

    >>> named_function("math:sqrt")(9)
    3.0

    Raises:
        InputError: the name has another form, the module does not exist, or it has no such function.
    """
    module, _, path = name.partition(":")
    if not module or not path:
        raise InputError(f"expected package.module:function, got {name!r}")
    try:
        found: Any = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as err:
        raise InputError(f"cannot import {name!r} ({err}): is its folder on the PYTHONPATH?") from err
    if not callable(found):
        raise InputError(f"{name!r} is a {type(found).__name__}, expected a function")
    return found  # type: ignore[no-any-return]
