"""What each labeling function does, in one line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_matrix import Votes, label_matrix

__all__ = ["LFSummary", "conflicted", "known_labels", "lf_names", "lf_summary"]


@dataclass(frozen=True)
class LFSummary:
    """One labeling function, with the definitions of Snorkel's `LFAnalysis.lf_summary`.

    Attributes:
        name: its name.
        polarity: the classes it votes for.
        coverage: the share of rows it votes on.
        overlaps: the share of rows on which it and another one vote.
        conflicts: the share of rows on which it votes and another one votes for another class.
        correct: its right votes on rows whose class is known, None where no class was given, as below.
        incorrect: its wrong votes there.
        accuracy: correct / (correct + incorrect), 0 without a vote there.
    """

    name: str
    polarity: tuple[int, ...]
    coverage: float
    overlaps: float
    conflicts: float
    correct: int | None = None
    incorrect: int | None = None
    accuracy: float | None = None


def lf_summary(
    L: npt.ArrayLike, cardinality: int, *, names: Sequence[str] = (), Y: npt.ArrayLike | None = None
) -> list[LFSummary]:
    """Return the figures of each labeling function, [m].

    Equal to Snorkel's `LFAnalysis(L).lf_summary(Y)` where every class is known. A row whose class is not known, -1, counts for no
    accuracy here; Snorkel takes votes on it for wrong ones.

    Args:
        L: votes, integers, [n, m], -1 for abstain.
        cardinality: the number of classes.
        names: of the functions, [m]; by default numbers.
        Y: known classes, integers, [n], -1 where not known.

    Raises:
        InputError: `L` holds no such votes, or the names or `Y` do not fit.

    >>> first, second = lf_summary([[1, -1], [1, 0], [-1, -1], [0, 0]], 2, names=["a", "b"], Y=[1, 0, 1, 0])
    >>> first
    LFSummary(name='a', polarity=(0, 1), coverage=0.75, overlaps=0.5, conflicts=0.25, correct=2, incorrect=1, accuracy=0.6666666666666666)
    >>> (second.coverage, second.accuracy)
    (0.5, 1.0)
    """
    votes = label_matrix(L, cardinality)
    told, known = lf_names(names, votes), None if Y is None else known_labels(Y, votes, cardinality)
    cast = votes >= 0
    overlapped, disputed = cast.sum(axis=1) > 1, conflicted(votes)
    found: list[LFSummary] = []
    for name, column, there in zip(told, votes.T, cast.T, strict=True):
        polarity = tuple(np.unique(column[there]).tolist())
        coverage, overlaps, conflicts = (
            float(which.sum() / max(1, len(votes))) for which in (there, there & overlapped, there & disputed)
        )
        line = LFSummary(name, polarity, coverage, overlaps, conflicts)
        if known is None:
            found.append(line)
            continue
        judged = there & (known >= 0)
        right = int((column[judged] == known[judged]).sum())
        wrong = int(judged.sum()) - right
        accuracy = right / max(1, right + wrong)
        found.append(replace(line, correct=right, incorrect=wrong, accuracy=accuracy))
    return found


def conflicted(votes: Votes) -> npt.NDArray[np.bool_]:
    """Return whether two votes for different classes meet in each row, [n]."""
    cast = votes >= 0
    least = np.min(votes, axis=1, initial=np.iinfo(votes.dtype).max, where=cast)
    return np.asarray(cast.any(axis=1) & (votes.max(axis=1, initial=-1) != least))


def known_labels(Y: npt.ArrayLike, votes: Votes, cardinality: int) -> npt.NDArray[np.int64]:
    """Return known classes, [n], or raise InputError unless they are integers in [-1, cardinality), one a row."""
    known = np.asarray(Y)
    if known.shape != (len(votes),) or not (np.issubdtype(known.dtype, np.integer) or not known.size):
        raise InputError(f"Y must hold an integer for each of {len(votes)} rows, got {known!r:.80}")
    if known.size and not -1 <= known.min() <= known.max() < cardinality:
        raise InputError(f"Y must lie in [-1, {cardinality}): -1 is not known, labels count from 0")
    return known.astype(np.int64)


def lf_names(names: Sequence[str], votes: Votes) -> list[str]:
    """Return the functions' names, or numbers where there are none; InputError unless there is one a column."""
    if len(names) not in {0, votes.shape[1]}:
        raise InputError(f"wanted {votes.shape[1]} names, one a labeling function, got {len(names)}")
    return list(names) or [str(number) for number in range(votes.shape[1])]
