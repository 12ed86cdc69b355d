"""A file of JSON lines that outlives the run that writes it."""

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from goldsmith.errors import JournalError

__all__ = ["KeptLines"]


class KeptLines:
    """A JSON Lines file: first the settings, then an object a line, each on disk before `append` returns.

    A last line that was cut off by a crash is taken out. The file belongs to one run at a time.
    """

    def __init__(self, path: str | Path, settings: str, what: str) -> None:
        """Open the file, or begin it.

        Args:
            path: the file.
            settings: all that the lines depend on, or a hash of it.
            what: the lines hold, in the plural, for messages.

        Raises:
            JournalError: it cannot be opened, another run has it, or it was made with other `settings`.
        """
        self.path, self._what = Path(path), what
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
        except OSError as err:
            raise JournalError(f"{path}: the {what} cannot be kept there ({err}). Name another file") from err
        try:
            self._begin(settings)
        except BaseException:
            self._file.close()
            raise

    def read(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give the number and the object of each line that was there when the file was opened.

        Raises:
            JournalError: a line is damaged.
        """
        for number, line in enumerate(self._lines[1:], start=2):
            try:
                told = json.loads(line)
            except ValueError as err:
                raise self.damaged(number, err) from err
            if not isinstance(told, dict):
                raise self.damaged(number, TypeError(f"a {type(told).__name__} where an object was"))
            yield number, told

    def damaged(self, number: int, err: Exception) -> JournalError:
        """Return the error that says which line cannot be used."""
        return JournalError(f"{self.path}, line {number}: damaged ({err}). Remove the file")

    def append(self, value: dict[str, Any]) -> None:
        """Add a line.

        Raises:
            JournalError: it cannot be written.
        """
        try:
            self._file.write(json.dumps(value).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as err:
            raise JournalError(f"{self.path}: the {self._what} cannot be written ({err})") from err

    def close(self) -> None:
        """Let others have the file."""
        self._file.close()

    def _begin(self, settings: str) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            raise JournalError(f"{self.path} is in use by another run. Wait, or name another file") from err
        whole = self._file.read()
        whole = whole[: whole.rfind(b"\n") + 1]
        self._file.truncate(len(whole))
        self._file.seek(len(whole))
        self._lines = whole.splitlines()
        if not self._lines:
            self.append({"settings": settings})
        elif _settings(self._lines[0]) != settings:
            raise JournalError(
                f"{self.path} holds the {self._what} of other seeds, prompts, models or options. Remove it, or name another"
                " file"
            )


def _settings(line: bytes) -> Any:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told.get("settings") if isinstance(told, dict) else None
