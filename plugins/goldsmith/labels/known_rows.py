"""Rows whose class is known, among the patterns of votes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_model import Floats
from goldsmith.labels.vote_patterns import VotePatterns

__all__ = ["KnownRows", "checked_known_rows", "known_rows", "with_known"]


@dataclass(frozen=True)
class KnownRows:
    """What a label model is told of some rows.

    Attributes:
        classes: [n], -1 where nothing is known; None where nothing is known of any row.
        counts: how many rows of each class are known in each pattern, [k, p].
    """

    classes: npt.NDArray[np.intp] | None
    counts: npt.NDArray[np.float64]

    def counted(self, q: Floats, patterns: VotePatterns) -> tuple[Floats, Floats]:
        """Return what an M step counts: the share of each class in each pattern, [k, p], and the pattern's rows, [p].

        Args:
            q: the probability of each class in a row of each pattern of which nothing is known, [k, p].
            patterns: the distinct rows.
        """
        if self.classes is None:
            return q, patterns.weight
        known = self.counts.sum(axis=0)
        weight = np.where(patterns.covered, patterns.count, known)
        mass = q * (weight - known) + self.counts
        return mass / np.where(weight > 0, weight, 1), weight

    def told(self, probabilities: Floats) -> Floats:
        """Return the probabilities of all rows, [n, k], once the known classes stand in them."""
        return probabilities if self.classes is None else with_known(probabilities, self.classes)

    def covered(self, voted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Return which rows are voted on, or known, [n]."""
        return voted if self.classes is None else np.asarray(voted | (self.classes >= 0))


def known_rows(known: npt.ArrayLike | None, patterns: VotePatterns, n: int) -> KnownRows:
    """Return what is known of n rows, given as [n] classes, -1 for unknown, or None.

    Raises:
        InputError: they are not [n] classes.
    """
    k = patterns.cardinality
    if known is None:
        return KnownRows(None, np.empty((k, 0)))
    classes = checked_known_rows(known, n, k)
    rows = np.flatnonzero(classes >= 0)
    at = rows if isinstance(patterns.row, slice) else patterns.row[rows]
    counts = np.zeros((k, len(patterns.count)))
    np.add.at(counts, (classes[rows], at), 1)
    return KnownRows(classes, counts)


def with_known(probabilities: Floats, classes: npt.NDArray[np.intp]) -> Floats:
    """Return probabilities, [n, k], with 1 for the class of each row that is known, [n], -1 elsewhere.

    >>> with_known(np.array([[0.6, 0.4], [0.6, 0.4]]), np.array([-1, 1])).tolist()
    [[0.6, 0.4], [0.0, 1.0]]
    """
    found = probabilities.copy()
    known = classes >= 0
    found[known] = np.eye(found.shape[1])[classes[known]]
    return found


def checked_known_rows(known: npt.ArrayLike, n: int, cardinality: int) -> npt.NDArray[np.intp]:
    """Return known classes as an array, or raise InputError unless they are integers, [n], in [-1, cardinality)."""
    given = np.asarray(known)
    fits = given.shape == (n,) and np.issubdtype(given.dtype, np.integer)
    if not fits or ((given < -1) | (given >= cardinality)).any():
        raise InputError(
            f"known must be {n} classes in [-1, {cardinality}), -1 for unknown, got {known!r:.80}"
        )
    return given.astype(np.intp)
