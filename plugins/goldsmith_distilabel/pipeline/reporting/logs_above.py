"""Log lines above a live view instead of through it."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from rich.console import Console
from rich.file_proxy import FileProxy
from rich.logging import RichHandler

__all__ = ["logs_above"]


@contextmanager
def logs_above(console: Console) -> Iterator[None]:
    """Lead the handlers that write to the terminal through `console`, which draws a live view on it.

    A handler keeps the stream it was made with, so that rich's redirection of `sys.stderr` passes it by: its lines would
    push the view about, and the view would be drawn over them.
    """
    with ExitStack() as undo:
        for handler in _handlers():
            restore = _lead_through(console, handler)
            if restore:
                undo.callback(restore)
        yield


def _handlers() -> Iterator[logging.Handler]:
    known = [logging.getLogger(), *logging.Logger.manager.loggerDict.values()]
    handlers = [
        handler for logger in known if isinstance(logger, logging.Logger) for handler in logger.handlers
    ]
    return iter(dict.fromkeys(handlers))


def _lead_through(console: Console, handler: logging.Handler) -> Callable[[], object] | None:
    """Return what puts the handler back; None when it writes to no terminal of ours."""
    if isinstance(handler, RichHandler):
        before = handler.console
        if before.is_terminal:
            handler.console = console
            return lambda: setattr(handler, "console", before)
    elif isinstance(handler, logging.StreamHandler):
        for proxy in (sys.stdout, sys.stderr):
            if isinstance(proxy, FileProxy) and handler.stream is proxy.rich_proxied_file:
                stream = handler.setStream(proxy)
                return lambda: handler.setStream(stream)
    return None
