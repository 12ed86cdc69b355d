"""What the steps of a run log: all of it in a file, the warnings on the screen."""

import logging
import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["RunLog"]

_WARNINGS_A_STEP = 5


class RunLog:
    """Takes in the workers' log records.

    On the screen a warning is shown once, and of each logger the first few. Everything is in the file. Where
    `DISTILABEL_LOG_LEVEL` is set, everything that reaches that level is on the screen too.

    Args:
        path: the file.
        handlers: further handlers, the caller's.
        note: shows a line.
    """

    def __init__(self, path: Path, handlers: Sequence[logging.Handler], note: Callable[[str], None]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = logging.FileHandler(path, delay=True, encoding="utf-8", errors="backslashreplace")
        self._file.setFormatter(logging.Formatter("[%(asctime)s] %(levelname)-8s %(name)s: %(message)s"))
        self._handlers = [self._file, *handlers]
        self._note = note
        self._everything = "DISTILABEL_LOG_LEVEL" in os.environ
        self._shown: Counter[str] = Counter()
        self._seen: set[str] = set()

    def take(self, record: logging.LogRecord) -> None:
        """Pass on a record."""
        for handler in self._handlers:
            if record.levelno >= handler.level:
                handler.handle(record)
        if self._everything or record.levelno >= logging.WARNING:
            self._show(record)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _show(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if self._everything:
            self._note(text)
        elif text not in self._seen:
            self._seen.add(text)
            self._shown[record.name] += 1
            if self._shown[record.name] <= _WARNINGS_A_STEP:
                self._note(text)
            elif self._shown[record.name] == _WARNINGS_A_STEP + 1:
                self._note(f"Further warnings of {record.name} are in {self._path}")
