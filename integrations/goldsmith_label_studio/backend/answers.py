"""What people have answered, kept across restarts, each event once."""

import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from goldsmith.errors import InputError

__all__ = ["Answers"]

_GONE = float("inf")
_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (project TEXT, annotation INTEGER, text TEXT, label TEXT, at REAL,"
    " PRIMARY KEY (project, annotation))"
)


class Answers:
    """People's labels by annotation, in SQLite; safe to use from many threads.

    Webhooks arrive twice, late and in any order. An annotation's last change wins, what was deleted stays deleted, and
    every method says whether it changed what there is to learn from.

    >>> from datetime import UTC
    >>> answers, noon = Answers(), datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> answers.put("1.0", 7, "free money", "spam", noon), answers.put("1.0", 7, "free money", "spam", noon)
    (True, False)
    >>> answers.forget("1.0", [7]), answers.forget("1.0", [7]), answers.shares()
    (True, False, {})
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, made if missing with mode 0600; without one, what is answered is forgotten at the end.

        Raises:
            InputError: the file cannot be made, or is another kind of file.
        """
        self._lock = threading.Lock()
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            self._database = sqlite3.connect(
                path or ":memory:", check_same_thread=False, isolation_level=None, timeout=30
            )
            self._database.execute(_TABLE)
        except (OSError, sqlite3.Error) as err:
            raise InputError(f"{path} cannot keep answers: {err}. Choose another file") from err

    def put(self, project: str, annotation: int, text: str, label: str | None, at: datetime) -> bool:
        """Keep an annotation's label as of `at`; None where it was cancelled or leaves the question open."""
        with self._lock:
            before = self._known(project, annotation)
            if before is not None and before[2] >= at.timestamp():
                return False
            self._keep(project, annotation, text, label, at.timestamp())
            return (text, label) != before[:2] if before else label is not None

    def forget(self, project: str, annotations: Sequence[int]) -> bool:
        """Forget annotations that were deleted, for good: news of them that arrives later changes nothing."""
        changed = False
        with self._lock:
            for annotation in annotations:
                before = self._known(project, annotation)
                changed = changed or (before is not None and before[1] is not None)
                self._keep(project, annotation, "", None, _GONE)
        return changed

    def shares(self) -> dict[str, dict[str, float]]:
        """Return, for each text, the share of its annotations that each label has."""
        with self._lock:
            rows = self._database.execute(
                "SELECT text, label, count(*) FROM answers WHERE label IS NOT NULL GROUP BY text, label"
            ).fetchall()
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text, label, count in rows:
            counts[text][label] = count
        return {
            text: {label: count / found.total() for label, count in sorted(found.items())}
            for text, found in counts.items()
        }

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _known(self, project: str, annotation: int) -> tuple[str, str | None, float] | None:
        found: tuple[str, str | None, float] | None = self._database.execute(
            "SELECT text, label, at FROM answers WHERE project = ? AND annotation = ?", (project, annotation)
        ).fetchone()
        return found

    def _keep(self, project: str, annotation: int, text: str, label: str | None, at: float) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", (project, annotation, text, label, at)
        )
