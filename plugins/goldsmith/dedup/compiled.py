"""Functions compiled to machine code by numba, which keeps it for the next program where it may."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

__all__ = ["compiled"]

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile `function`; it may run beside other threads."""
    try:
        return cast("Function", numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # no folder that numba may keep machine code in
        return cast("Function", numba.njit(nogil=True)(function))
