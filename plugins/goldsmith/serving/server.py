"""A running review server, as its user sees it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Server"]


@dataclass(frozen=True)
class Server:
    """A handle on a running server: where it is, how to log in, and how to end it.

    As a context manager it stops the server on the way out, unless `found` says that it was already running when it
    was asked for: then it belongs to whoever started it, and `stop()` leaves it be.
    """

    url: str
    username: str
    password: str = field(repr=False)
    api_key: str = field(repr=False)
    data: Path
    found: bool
    _stop: Callable[[], None] = field(repr=False)
    _wait: Callable[[], None] = field(repr=False)

    def stop(self) -> None:
        """Stop the server cleanly and return when it is gone; calling it again does nothing."""
        if not self.found:
            self._stop()

    def wait(self) -> None:
        """Block until Ctrl-C, then stop the server.

        Raises:
            ServerError: the server ended on its own; the message carries the end of its log.
        """
        try:
            self._wait()
        except KeyboardInterrupt:
            self.stop()

    def __enter__(self) -> Self:
        """Return the handle itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server, whatever happened inside the block."""
        self.stop()
