"""Finished rounds on disk."""

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from goldsmith.errors import JournalError
from goldsmith_distilabel.generate.self_instruct.round import Made

__all__ = ["RoundsFile"]

Row = dict[str, Any]


class RoundsFile:
    """A JSON Lines file: first the settings, then a finished round a line, each on disk before the next is begun.

    A last line that was cut off by a crash is taken out. The file belongs to one run at a time.
    """

    def __init__(self, path: str, settings: str) -> None:
        """Open the file, or begin it.

        Raises:
            JournalError: it cannot be opened, another run has it, it is damaged, or it was made with other `settings`.
        """
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
        except OSError as err:
            raise JournalError(f"{path}: the rounds cannot be kept there ({err}). Name another file") from err
        try:
            self._begin(settings)
        except BaseException:
            self._file.close()
            raise

    def read(self) -> Iterator[Made]:
        """Give the rounds in the file; `rows` are final."""
        for number, line in enumerate(self._lines[1:], start=2):
            try:
                told = json.loads(line)
                yield Made(told["rows"], told["accepted"], told["failed"])
            except (ValueError, KeyError, TypeError) as err:
                raise JournalError(f"{self.path}, line {number}: damaged ({err}). Remove the file") from err

    def append(self, made: Made, rows: list[Row]) -> None:
        """Add a round, whose final rows are given."""
        self._write({"rows": rows, "accepted": made.accepted, "failed": made.failed})

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
            self._write({"settings": settings})
        elif _settings(self._lines[0]) != settings:
            raise JournalError(
                f"{self.path} holds the rounds of other seeds, prompts, models or options. Remove it, or name another file"
            )

    def _write(self, value: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(value).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as err:
            raise JournalError(f"{self.path}: a round cannot be written ({err})") from err


def _settings(line: bytes) -> Any:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told.get("settings") if isinstance(told, dict) else None
