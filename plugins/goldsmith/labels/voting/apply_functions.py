"""Run labeling functions over rows."""

import logging
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goldsmith.errors import InputError
from goldsmith.labels.voting.row_chunk import RowChunk, row_chunks

__all__ = [
    "ApplyReport",
    "ChunkVotes",
    "LabelingFunction",
    "Over",
    "apply_functions",
    "function_name",
    "named_functions",
]

LabelingFunction: TypeAlias = Callable[[Any], int]
"""Snorkel's `LabelingFunction`, or any function of a row that returns a class number or -1."""

_logger = logging.getLogger(__name__)
_ABSTAIN = -1
_CHUNK = 4096  # rows whose views stay in the cache from one function to the next


@dataclass
class ApplyReport:
    """What went wrong, per labeling function: how often it raised and the first error's text."""

    failures: Counter[str] = field(default_factory=Counter)
    first_error: dict[str, str] = field(default_factory=dict)

    def failed(self, name: str, err: Exception) -> int:
        """Count a failure of a function, and return its vote: none."""
        self.failures[name] += 1
        self.first_error.setdefault(name, f"{type(err).__name__}: {err}")
        return _ABSTAIN

    def add(self, later: "ApplyReport") -> None:
        """Count what went wrong on later rows."""
        self.failures.update(later.failures)
        self.first_error = {**later.first_error, **self.first_error}


ChunkVotes: TypeAlias = tuple[NDArray[np.int8], ApplyReport]
Over: TypeAlias = Callable[[Callable[[RowChunk], ChunkVotes], Iterable[RowChunk]], Iterable[ChunkVotes]]
"""What runs a function over chunks and gives its results in their order, as `map` does."""


def apply_functions(
    functions: Sequence[LabelingFunction] | Mapping[str, LabelingFunction],
    rows: Any,
    *,
    text_column: str = "text",
    cardinality: int | None = None,
    report: ApplyReport | None = None,
    progress: Callable[[int], object] | None = None,
    chunk_rows: int = _CHUNK,
    over: Over = map,
) -> NDArray[np.int8]:
    """Return L, an [n, m] int8 matrix of votes, -1 where a function abstains.

    A row without text gets -1 from everyone. A function that raises abstains on that row; it is counted in `report`
    and named in the log once.

    A function with a method `vote_column` gets a `RowChunk`, the rows with text of some thousands, in place of one row at a time, and
    returns a vote, or an exception, for each: one that asks a model asks in batches, one that looks for words looks through a whole column.

    Args:
        functions: functions of a row that return a class number or -1; Snorkel's labeling functions are such ones. Or name -> function.
        rows: n rows, mappings; or a pandas DataFrame, or a `datasets.Dataset`. A function sees their columns as attributes and items.
        text_column: the column that must be there for anyone to vote.
        cardinality: the number of classes; a vote outside [-1, cardinality) is an error where it is given.
        report: filled with failures when given.
        progress: told how many rows are done.
        chunk_rows: rows at a time.
        over: how chunks are gone through: `map`, or what runs them elsewhere.

    Raises:
        InputError: no functions, two of one name, a vote that is no class, no rows in what was given, or a chunk of none.

    >>> def shouts(row): return 1 if row.text.isupper() else -1
    >>> apply_functions([shouts], [{"text": "BUY"}, {"text": "hello"}, {"text": None}]).tolist()
    [[1], [-1], [-1]]
    """
    named = functions if isinstance(functions, Mapping) else named_functions(functions)
    if chunk_rows < 1:
        raise InputError(f"chunk_rows must be 1 or more, got {chunk_rows}")
    report = report if report is not None else ApplyReport()
    parts: list[NDArray[np.int8]] = [np.empty((0, len(named)), dtype=np.int8)]
    done = 0
    vote = partial(chunk_votes, named, cardinality)
    for votes, failures in over(vote, row_chunks(rows, text_column, chunk_rows)):
        parts.append(votes)
        report.add(failures)
        done += len(votes)
        if progress:
            progress(done)
    for name, count in report.failures.items():
        _logger.warning("labeling function %s raised on %d rows: %s", name, count, report.first_error[name])
    return np.concatenate(parts)


def function_name(function: LabelingFunction) -> str:
    """Return the name that Snorkel gave a labeling function, or a plain function's own."""
    return str(getattr(function, "name", None) or getattr(function, "__name__", None) or function)


def chunk_votes(
    functions: Mapping[str, LabelingFunction], cardinality: int | None, chunk: RowChunk
) -> ChunkVotes:
    """Return the votes of named functions on a chunk's rows, [size, m] int8, and what went wrong.

    Raises:
        InputError: a vote is no class.
    """
    report = ApplyReport()
    L = np.full((chunk.size, len(functions)), _ABSTAIN, dtype=np.int8)
    for column, (name, function) in enumerate(functions.items()):
        failed = partial(report.failed, name)
        said = _said(name, function, chunk, failed)
        try:
            votes = np.frombuffer(array("b", said), dtype=np.int8)
        except (TypeError, OverflowError):  # errors, or no whole numbers of this size
            votes = np.asarray(_each(failed, _number, said), dtype=np.int64)
        _check_votes(votes, name, cardinality, chunk)
        L[chunk.there, column] = votes
    return L, report


def _said(name: str, function: Any, chunk: RowChunk, failed: Callable[[Exception], int]) -> list[Any]:
    """Return what a function says of each row with a text, [k]: votes, or errors in their place."""
    if not hasattr(function, "vote_column"):
        return _each(failed, function, chunk)
    try:
        votes = list(function.vote_column(chunk))
    except Exception as err:  # noqa: BLE001 - as in `_each`: it failed on each of these rows
        return [err] * len(chunk)
    if len(votes) != len(chunk):
        raise InputError(f"labeling function {name!r} gave {len(votes)} votes on {len(chunk)} rows")
    return votes


def _each(
    failed: Callable[[Exception], int], function: Callable[[Any], Any], values: Iterable[Any]
) -> list[Any]:
    """Return what a function makes of each value; where it raises, what `failed` makes of the error."""
    made: list[Any] = []
    left = iter(values)
    while True:
        try:
            for value in left:
                made.append(function(value))  # noqa: PERF401 - what is there when it raises stays
        except Exception as err:  # noqa: BLE001 - a user's function may raise anything, and one row must not end the run
            made.append(failed(err))
        else:
            return made


def _number(said: Any) -> int:
    if isinstance(said, Exception):
        raise said
    return int(said)


def named_functions(functions: Sequence[LabelingFunction]) -> dict[str, LabelingFunction]:
    """Return name -> labeling function.

    Raises:
        InputError: there are none, or two of one name.
    """
    if not functions:
        raise InputError("no labeling functions given: define at least one with @labeling_function()")
    names = [function_name(function) for function in functions]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise InputError(f"two labeling functions are called {twice[0]!r}: give each its own name")
    return dict(zip(names, functions, strict=True))


def _check_votes(votes: NDArray[np.integer], name: str, cardinality: int | None, chunk: RowChunk) -> None:
    classes = cardinality or np.iinfo(np.int8).max
    wrong = np.flatnonzero((votes < _ABSTAIN) | (votes >= classes))
    if len(wrong):
        at = wrong[0]
        raise InputError(
            f"labeling function {name!r} voted {votes[at]} on row {chunk.first + chunk.there[at]}: "
            f"wanted -1 (abstain) or a class from 0 to {classes - 1}"
        )
