"""Work that follows events: once for many of them, and never twice at a time."""

import logging
import threading
import time
from collections.abc import Callable

__all__ = ["Debounced"]

_log = logging.getLogger(__name__)


class Debounced:
    """A thread that works once nothing has happened for `quiet` seconds, or after `longest` seconds of events.

    An event during the work makes it work once more. Work that raises is logged; the next event tries again.
    """

    def __init__(self, work: Callable[[], None], quiet: float = 2.0, longest: float = 30.0) -> None:
        self._work, self._quiet, self._longest = work, quiet, longest
        self._changed = threading.Condition()
        self._asked = self._done = 0
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="goldsmith-retrain")
        self._thread.start()

    def wake(self) -> None:
        """Say that something happened; returns at once."""
        with self._changed:
            self._asked += 1
            self._changed.notify_all()

    def settled(self, timeout: float) -> bool:
        """Wait until all that has happened is worked off, at most `timeout` seconds, and say whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._done == self._asked or self._stopped, timeout)

    def stop(self, timeout: float = 30.0) -> None:
        """Finish the work in hand, if any, and end."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._thread.join(timeout)

    def _run(self) -> None:
        while (event := self._next()) is not None:
            try:
                self._work()
            except Exception:  # noqa: BLE001 - a thread that dies would not learn any more
                _log.exception("the model could not be renewed; the one before goes on")
            with self._changed:
                self._done = event
                self._changed.notify_all()

    def _next(self) -> int | None:
        """Wait for quiet after an event and return its number, None when stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._asked != self._done or self._stopped)
            began, seen = time.monotonic(), -1
            while not self._stopped and seen != self._asked and time.monotonic() - began < self._longest:
                seen = self._asked
                self._changed.wait_for(lambda seen=seen: self._asked != seen or self._stopped, self._quiet)  # type: ignore[misc]
            return None if self._stopped else self._asked
