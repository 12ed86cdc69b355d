"""Rows of text as flat arrays of code points, a bounded number at a time."""

import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.group_marks import group_marks
from goldsmith.dedup.minhash.hashing import SHINGLE
from goldsmith.errors import InputError

__all__ = ["Batch", "Row", "batches"]

Row = str | Sequence[str]  # one text, or several that are compared together

_MOST_CHARACTERS = 1 << 20
_MOST_ROWS = 1 << 13


@dataclass(frozen=True)
class Batch:
    r"""The texts of some rows, each followed by one "\n".

    Attributes:
        codes: [c] code points.
        starts: [t] where each text starts; it ends one before the next one's start.
        ends: [t] where each text's "\n" stands.
        salts: [t] a number for each text's group and column: shingles of different salts never match.
        rows: [r + 1] row i has the texts rows[i] to rows[i + 1].
        groups: [r] a number for each row's group.
    """

    codes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    salts: NDArray[np.uint64]
    rows: NDArray[np.int64]
    groups: NDArray[np.uint64]


def batches(texts: Iterable[Row], groups: Iterable[Hashable] | None = None) -> Iterator[Batch]:
    """Yield the rows in order, at most 8,192 at a time, and fewer once they have a million characters.

    Raises:
        InputError: a text is no string, or there are more or fewer groups than rows.
    """
    if isinstance(texts, str):
        raise InputError("expected many texts, got one string: put it in a list")
    draft = _Draft()
    for number, (row, mark) in enumerate(group_marks(texts, groups)):
        draft.add(row, mark, number)
        if draft.size >= _MOST_CHARACTERS or len(draft.marks) == _MOST_ROWS:
            yield draft.batch()
            draft = _Draft()
    if draft.marks:
        yield draft.batch()


@dataclass
class _Draft:
    texts: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    size: int = 0

    def add(self, row: Row, mark: int, number: int) -> None:
        texts = (row,) if isinstance(row, str) else tuple(row) if isinstance(row, Sequence) else (None,)
        for text in texts:
            if not isinstance(text, str):
                raise InputError(
                    f"row {number}: expected a string, or a sequence of strings, got {row!r:.80}"
                )
            folded = text.lower() if text.isascii() else _folded(text)
            self.texts.append(folded)
            self.size += len(folded)
        self.counts.append(len(texts))
        self.marks.append(mark)

    def batch(self) -> Batch:
        joined = "\n".join([*self.texts, ""])
        if joined.isascii():
            codes = np.frombuffer(joined.encode("ascii"), np.uint8).astype(np.uint32)
        else:
            codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.dtype("<u4")).copy()
        lengths = np.fromiter(map(len, self.texts), np.int64, len(self.texts))
        ends = np.cumsum(lengths + 1) - 1
        counts = np.array(self.counts, np.int64)
        rows = np.concatenate([[0], np.cumsum(counts)])
        groups = np.array(self.marks, np.uint64)
        columns = np.arange(len(ends)) - np.repeat(rows[:-1], counts)
        salts = np.repeat(groups, counts) + columns.astype(np.uint64) * SHINGLE
        return Batch(codes, ends - lengths, ends, salts, rows, groups)


def _folded(text: str) -> str:
    # What `goldsmith.text.normalise` compares by; blanks and invisible characters are seen to by their class.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
