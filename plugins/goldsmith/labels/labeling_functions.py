"""Run labeling functions over rows."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goldsmith.errors import InputError

__all__ = ["ApplyReport", "LabelingFunction", "apply_functions", "function_name"]

LabelingFunction: TypeAlias = Callable[[Any], int]
"""Snorkel's `LabelingFunction`, or any function of a row that returns a class number or -1."""

_logger = logging.getLogger(__name__)
_ABSTAIN = -1


@dataclass
class ApplyReport:
    """What went wrong, per labeling function: how often it raised and the first error's text."""

    failures: Counter[str] = field(default_factory=Counter)
    first_error: dict[str, str] = field(default_factory=dict)


def apply_functions(
    functions: Sequence[LabelingFunction],
    rows: Iterable[dict[str, Any]],
    *,
    text_column: str = "text",
    cardinality: int | None = None,
    report: ApplyReport | None = None,
) -> NDArray[np.int8]:
    """Return L, an [n, m] int8 matrix of votes, -1 where a function abstains.

    A row without text gets -1 from everyone. A function that raises abstains on that row; it is counted in `report`
    and named in the log once.

    A function with a method `vote_column` gets all rows with text at once, in place of one by one, and returns a vote, or an
    exception, for each: one that asks a model asks in batches.

    Args:
        functions: functions of a row that return a class number or -1; Snorkel's labeling functions are such ones.
        rows: n rows; a function sees their columns as attributes.
        text_column: the column that must be there for anyone to vote.
        cardinality: the number of classes; a vote outside [-1, cardinality) is an error where it is given.
        report: filled with failures when given.

    Raises:
        InputError: no functions, two of one name, or a vote that is no class.

    >>> def shouts(row): return 1 if row.text.isupper() else -1
    >>> apply_functions([shouts], [{"text": "BUY"}, {"text": "hello"}, {"text": None}]).tolist()
    [[1], [-1], [-1]]
    """
    names = _names(functions)
    report = report if report is not None else ApplyReport()
    if any(hasattr(function, "vote_column") for function in functions):
        points = list(_points(rows, text_column))
        columns = [_column(*voter, points, report) for voter in zip(names, functions, strict=True)]
        votes = [list(row) for row in zip(*columns, strict=True)]
    else:
        voters = list(zip(names, functions, strict=True))
        votes = [
            [_vote(name, function, point, report) for name, function in voters]
            for point in _points(rows, text_column)
        ]
    for name, count in report.failures.items():
        _logger.warning("labeling function %s raised on %d rows: %s", name, count, report.first_error[name])
    L = np.asarray(votes, dtype=np.int64).reshape(len(votes), len(names))
    _check_votes(L, names, cardinality)
    return L.astype(np.int8)


def function_name(function: LabelingFunction) -> str:
    """Return the name that Snorkel gave a labeling function, or a plain function's own."""
    return str(getattr(function, "name", None) or getattr(function, "__name__", None) or function)


def _points(rows: Iterable[dict[str, Any]], text_column: str) -> Iterable[SimpleNamespace | None]:
    for row in rows:
        yield SimpleNamespace(**row) if isinstance(row.get(text_column), str) else None


def _vote(name: str, function: LabelingFunction, point: SimpleNamespace | None, report: ApplyReport) -> int:
    if point is None:
        return _ABSTAIN
    try:
        return int(function(point))
    except Exception as err:  # noqa: BLE001 - a user's function may raise anything, and one row must not end the run
        report.failures[name] += 1
        report.first_error.setdefault(name, f"{type(err).__name__}: {err}")
        return _ABSTAIN


def _column(
    name: str, function: Any, points: Sequence[SimpleNamespace | None], report: ApplyReport
) -> list[int]:
    if not hasattr(function, "vote_column"):
        return [_vote(name, function, point, report) for point in points]
    there = [at for at, point in enumerate(points) if point is not None]
    votes = [_ABSTAIN] * len(points)
    told: Sequence[int | Exception]
    try:
        told = function.vote_column([points[at] for at in there])
    except Exception as err:  # noqa: BLE001 - as in `_vote`: it failed on each of these rows
        told = [err] * len(there)
    for at, said in zip(there, told, strict=True):
        votes[at] = _vote(name, partial(_raised_or, said), points[at], report)
    return votes


def _raised_or(said: int | Exception, _: Any) -> int:
    if isinstance(said, Exception):
        raise said
    return said


def _names(functions: Sequence[LabelingFunction]) -> list[str]:
    if not functions:
        raise InputError("no labeling functions given: define at least one with @labeling_function()")
    names = [function_name(function) for function in functions]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise InputError(f"two labeling functions are called {twice[0]!r}: give each its own name")
    return names


def _check_votes(L: NDArray[np.int64], names: Sequence[str], cardinality: int | None) -> None:
    classes = cardinality or np.iinfo(np.int8).max
    wrong = np.argwhere(~np.isin(L, range(_ABSTAIN, classes)))
    if len(wrong):
        row, column = wrong[0]
        raise InputError(
            f"labeling function {names[column]!r} voted {L[row, column]} on row {row}: "
            f"wanted -1 (abstain) or a class from 0 to {classes - 1}"
        )
