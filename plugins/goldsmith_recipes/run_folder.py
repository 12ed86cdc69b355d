"""Where a run keeps its results: every file whole, finished stages not redone, one run at a time."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from goldsmith.data import atomic_path, save_jsonl
from goldsmith.errors import InputError

__all__ = ["RunFolder", "fingerprint"]

Rows = list[dict[str, Any]]


def fingerprint(*parts: Any) -> str:
    """Return a digest of JSON-able parts; equal parts give equal digests.

    >>> fingerprint({"a": 1}, "b") == fingerprint({"a": 1}, "b") != fingerprint({"a": 2}, "b")
    True
    """
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class RunFolder:
    """The files of one run.

    Attributes:
        path: the folder.
        rows: every kept row with its label, votes, route and reviews, as JSONL.
        dropped: every dropped row with its reason, as JSONL.
        gold: the rows somebody or something vouches for, as a `datasets` folder.
        report: the HTML report.
        card: what the data is made of, for people and the Hugging Face Hub.
        summary: the figures of the run, as JSON.
        ledger: what was pushed to and pulled from the review tools.
        review: what the review asks, as JSON.
        known: known labels by row id, held back from every labeller, as JSON.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = path / "rows.jsonl"
        self.dropped = path / "dropped.jsonl"
        self.gold = path / "gold"
        self.report = path / "report.html"
        self.card = path / "README.md"
        self.summary = path / "summary.json"
        self.ledger = path / "review.sqlite"
        self.review = path / "review.json"
        self.known = path / "known_labels.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for this process.

        Raises:
            InputError: another process is at work in it, or it cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = (self.path / ".lock").open("w")
        except OSError as err:
            raise InputError(
                f"cannot write to {self.path}: {err.strerror}. Choose another folder with --out"
            ) from err
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as err:
                raise InputError(
                    f"another run is at work in {self.path}: wait for it, or choose --out"
                ) from err
            yield

    def stage(self, name: str, key: str, make: Callable[[], Rows]) -> Rows:
        """Return the rows of a finished stage, or make and keep them.

        What is kept counts only under the same `key` (a `fingerprint` of all that the stage depends on). It is written
        whole in one move, so that a stage that was interrupted is made anew.
        """
        file = self.path / "stages" / f"{name}-{key[:16]}.jsonl"
        if file.is_file():
            return self.read_jsonl(file)
        rows = make()
        save_jsonl(rows, file)
        for old in set(file.parent.glob(f"{name}-*.jsonl")) - {file}:
            old.unlink()
        return rows

    @staticmethod
    def read_jsonl(path: Path) -> Rows:
        """Return the rows of a file this class wrote."""
        with path.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    @staticmethod
    def read_json(path: Path) -> Any:
        """Return a document `save_json` wrote."""
        return json.loads(path.read_text(encoding="utf-8"))

    @staticmethod
    def save_json(value: Any, path: Path) -> None:
        """Write one JSON document."""
        with atomic_path(path) as draft:
            draft.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
