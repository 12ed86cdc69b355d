"""Run ordinary Snorkel labeling functions over rows."""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from snorkel.labeling import LabelingFunction

from goldsmith.errors import InputError

__all__ = ["ApplyReport", "apply_lfs"]

_logger = logging.getLogger(__name__)
_ABSTAIN = -1


@dataclass
class ApplyReport:
    """What went wrong, per labeling function: how often it raised and the first error's text."""

    failures: Counter[str] = field(default_factory=Counter)
    first_error: dict[str, str] = field(default_factory=dict)


def apply_lfs(
    lfs: Sequence[LabelingFunction],
    rows: Iterable[dict[str, Any]],
    *,
    text_column: str = "text",
    cardinality: int | None = None,
    report: ApplyReport | None = None,
) -> NDArray[np.int8]:
    """Return L, an [n, m] int8 matrix of votes, -1 where a function abstains.

    Equal to Snorkel's `PandasLFApplier(lfs).apply(DataFrame(rows))` on complete rows, without a pandas Series a row.
    A row without text gets -1 from everyone. A function that raises abstains on that row; it is counted in `report`
    and named in the log once.

    Args:
        lfs: Snorkel labeling functions, preprocessors and resources included; they read `row.text`.
        rows: n rows; a function sees their columns as attributes.
        text_column: the column that must be there for anyone to vote.
        cardinality: the number of classes; a vote outside [-1, cardinality) is an error where it is given.
        report: filled with failures when given.

    Raises:
        InputError: no functions, two of one name, or a vote that is no class.
    """
    _check_names(lfs)
    report = report if report is not None else ApplyReport()
    votes = [[_vote(lf, point, report) for lf in lfs] for point in _points(rows, text_column)]
    for name, count in report.failures.items():
        _logger.warning("labeling function %s raised on %d rows: %s", name, count, report.first_error[name])
    L = np.asarray(votes, dtype=np.int64).reshape(len(votes), len(lfs))
    _check_votes(L, lfs, cardinality)
    return L.astype(np.int8)


def _points(rows: Iterable[dict[str, Any]], text_column: str) -> Iterable[SimpleNamespace | None]:
    for row in rows:
        yield SimpleNamespace(**row) if isinstance(row.get(text_column), str) else None


def _vote(lf: LabelingFunction, point: SimpleNamespace | None, report: ApplyReport) -> int:
    if point is None:
        return _ABSTAIN
    try:
        return int(lf(point))
    except Exception as err:  # noqa: BLE001 - a user's function may raise anything, and one row must not end the run
        report.failures[lf.name] += 1
        report.first_error.setdefault(lf.name, f"{type(err).__name__}: {err}")
        return _ABSTAIN


def _check_names(lfs: Sequence[LabelingFunction]) -> None:
    if not lfs:
        raise InputError("no labeling functions given: define at least one with @labeling_function()")
    twice = [name for name, count in Counter(lf.name for lf in lfs).items() if count > 1]
    if twice:
        raise InputError(f"two labeling functions are called {twice[0]!r}: give each its own name")


def _check_votes(L: NDArray[np.int64], lfs: Sequence[LabelingFunction], cardinality: int | None) -> None:
    classes = cardinality or np.iinfo(np.int8).max
    wrong = np.argwhere(~np.isin(L, range(_ABSTAIN, classes)))
    if len(wrong):
        row, column = wrong[0]
        raise InputError(
            f"labeling function {lfs[column].name!r} voted {L[row, column]} on row {row}: "
            f"wanted -1 (abstain) or a class from 0 to {classes - 1}"
        )
