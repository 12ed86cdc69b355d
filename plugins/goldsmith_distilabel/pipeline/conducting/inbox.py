"""From the batches that predecessors give to the batches that a step takes, the same in every run."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from goldsmith_distilabel.pipeline.conducting.batch_journal import BatchRecord, digest
from goldsmith_distilabel.pipeline.working.row_marks import Rows

__all__ = ["ConvergenceInbox", "GlobalInbox", "Inbox", "InputBatch", "NormalInbox", "RoutedInbox"]


@dataclass(frozen=True)
class InputBatch:
    """What a step is given at once.

    Attributes:
        seq: its number among the step's batches, from 0.
        key: what it consists of, 16 bytes: the contents of the batches its rows come from, which rows of them, and how
            often the same has come before (a generator that repeats itself wants another answer).
        parts: the rows, [p][n]: a list a predecessor.
        first_row: the number of its first row among the rows the step takes.
        origin: for a step that takes routed batches: the number of the batch that was routed.
        closes: whether it holds the last rows of its origin.
    """

    seq: int
    key: bytes
    parts: list[Rows]
    first_row: int
    origin: int | None = None
    closes: bool = False

    def __len__(self) -> int:
        return max((len(part) for part in self.parts), default=0)


@dataclass
class _Piece:
    content: bytes
    rows: Rows
    origin: int | None = None
    closes: bool = False
    start: int = 0

    def take(self, n: int) -> tuple[Rows, bytes]:
        """Take up to `n` rows off the front, and say which they are."""
        stop = min(self.start + n, len(self.rows))
        rows, name = self.rows[self.start : stop], self.content + self.start.to_bytes(8) + stop.to_bytes(8)
        self.start = stop
        return rows, name

    def __len__(self) -> int:
        return len(self.rows) - self.start


class Inbox(Protocol):
    """Where a step's input gathers."""

    def add(self, predecessor: str, record: BatchRecord, origin: int | None, *, closes: bool) -> None:
        """Take in a batch of a predecessor; its batches come in their order."""

    def end(self, predecessor: str) -> None:
        """Note that a predecessor has given all it has."""

    def next(self) -> InputBatch | None:
        """Return the next batch for the step, None while there is not enough for one."""

    def backlog(self) -> int:
        """Return the most rows of any predecessor that wait."""
        ...

    def done(self) -> bool:
        """Whether nothing waits and nothing will come."""
        ...


@dataclass
class _Gathering:
    """What the inboxes share."""

    predecessors: Sequence[str]
    size: int
    _pieces: dict[str, deque[_Piece]] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    _taken: int = 0
    _rows_taken: int = 0
    _before: Counter[bytes] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._pieces = {name: deque() for name in self.predecessors}
        self._open = set(self.predecessors)

    def add(self, predecessor: str, record: BatchRecord, origin: int | None, *, closes: bool) -> None:
        self._pieces[predecessor].append(_Piece(record.content, record.rows, origin, closes))

    def end(self, predecessor: str) -> None:
        self._open.discard(predecessor)

    def backlog(self) -> int:
        return max(self._waiting(name) for name in self.predecessors)

    def done(self) -> bool:
        return not self._open and not any(self._pieces.values())

    def _waiting(self, predecessor: str) -> int:
        return sum(map(len, self._pieces[predecessor]))

    def _take(self, predecessor: str, n: int, origin: int | None = None) -> tuple[Rows, bytes]:
        """Take up to `n` rows of a predecessor, of one origin if it is given, and say which they are."""
        pieces, rows, names = self._pieces[predecessor], Rows(), list[bytes]()
        while pieces and len(rows) < n and origin in {None, pieces[0].origin}:
            some, name = pieces[0].take(n - len(rows))
            rows += some
            names += [name] if some else []
            if not len(pieces[0]):
                pieces.popleft()
        return rows, digest(*names)

    def _batch(
        self, parts: list[Rows], names: list[bytes], origin: int | None = None, *, closes: bool = False
    ) -> InputBatch:
        content = digest(*names)
        key = digest(content, self._before[content].to_bytes(8))
        batch = InputBatch(self._taken, key, parts, self._rows_taken, origin, closes)
        self._before[content] += 1
        self._taken += 1
        self._rows_taken += len(batch)
        return batch


class NormalInbox(_Gathering):
    """For a step that takes `size` rows of each predecessor at a time, and the rest at the end."""

    def next(self) -> InputBatch | None:
        waiting = {name: self._waiting(name) for name in self.predecessors}
        if any(waiting[name] < self.size for name in self._open):
            return None
        if not any(waiting.values()):
            for pieces in self._pieces.values():
                pieces.clear()  # batches without rows
            return None
        taken = [self._take(name, self.size) for name in self.predecessors]
        return self._batch([rows for rows, _ in taken], [name for _, name in taken])


class GlobalInbox(_Gathering):
    """For a step that takes everything at once."""

    def next(self) -> InputBatch | None:
        if self._open or self._taken:
            return None
        waiting = max(self._waiting(name) for name in self.predecessors)
        taken = [self._take(name, waiting) for name in self.predecessors]
        for pieces in self._pieces.values():
            pieces.clear()
        return self._batch([rows for rows, _ in taken], [name for _, name in taken]) if waiting else None

    def backlog(self) -> int:
        return 0  # it must take all


class RoutedInbox(_Gathering):
    """For a step to which batches are routed: it takes at most `size` rows, all of one routed batch."""

    def next(self) -> InputBatch | None:
        (pieces,) = self._pieces.values()
        if not pieces:
            return None
        piece = pieces[0]
        rows, name = piece.take(self.size)
        if not len(piece):
            pieces.popleft()
        return self._batch([rows], [name], piece.origin, closes=not len(piece))


class ConvergenceInbox(_Gathering):
    """For a step where routed batches come together: those made from one routed batch are taken side by side."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._expected: deque[tuple[int, list[str]]] = deque()
        self._closed: set[tuple[int, str]] = set()

    def expect(self, origin: int, steps: Sequence[str]) -> None:
        """Note to which steps the batch `origin` was routed; batches are told in their order."""
        self._expected.append((origin, [name for name in self.predecessors if name in steps]))

    def add(self, predecessor: str, record: BatchRecord, origin: int | None, *, closes: bool) -> None:
        super().add(predecessor, record, origin, closes=closes)
        if closes and origin is not None:
            self._closed.add((origin, predecessor))

    def next(self) -> InputBatch | None:
        while self._expected:
            origin, steps = self._expected[0]
            if any((origin, name) not in self._closed for name in steps):
                return None
            taken = [self._take(name, self.size, origin) for name in steps]
            if any(rows for rows, _ in taken):
                return self._batch([rows for rows, _ in taken], [name for _, name in taken])
            self._expected.popleft()
        return None

    def done(self) -> bool:
        return not self._open and not self._expected
