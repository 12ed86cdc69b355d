"""Models that compute in torch, in processes that may have been forked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from goldsmith.extras import require

__all__ = ["no_progress_bar", "safe_threads"]

_IMPORTED_BY = os.getpid()


@contextmanager
def safe_threads() -> Iterator[None]:
    """Let torch compute on one thread where this process was forked, and leave it as it was."""
    torch = require("torch", extra="semantic")
    before = torch.get_num_threads()
    if os.getpid() != _IMPORTED_BY:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if torch.get_num_threads() != before:
            torch.set_num_threads(before)


@contextmanager
def no_progress_bar() -> Iterator[None]:
    """Keep transformers from drawing a bar of the weights it reads into whatever is on the terminal."""
    bars = require("transformers", extra="semantic").utils.logging
    shown = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            bars.enable_progress_bar()
