"""Finished rounds on disk."""

from collections.abc import Iterator
from typing import Any

from goldsmith.data import KeptLines
from goldsmith_distilabel.generate.self_instruct.round import Made

__all__ = ["RoundsFile"]

Row = dict[str, Any]


class RoundsFile(KeptLines):
    """A finished round a line, each on disk before the next is begun."""

    def __init__(self, path: str, settings: str) -> None:
        """Open the file, or begin it.

        Raises:
            JournalError: it cannot be opened, another run has it, or it was made with other `settings`.
        """
        super().__init__(path, settings, "rounds")

    def rounds(self) -> Iterator[Made]:
        """Give the rounds in the file; `rows` are final.

        Raises:
            JournalError: a line is damaged.
        """
        for number, told in self.read():
            try:
                made = Made(told["rows"], told["accepted"], told["failed"])
            except (KeyError, TypeError) as err:
                raise self.damaged(number, err) from err
            yield made

    def add(self, made: Made, rows: list[Row]) -> None:
        """Add a round, whose final rows are given."""
        self.append({"rows": rows, "accepted": made.accepted, "failed": made.failed})
