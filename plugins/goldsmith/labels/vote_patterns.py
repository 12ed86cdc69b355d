"""The distinct rows of a label matrix, and the two sums over votes that expectation maximisation takes again and again."""

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.labels.label_matrix import Votes

__all__ = ["VotePatterns", "vote_patterns"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]

_TABLE = 4096  # entries of a table of joint outcomes: more would leave the cache
_WIDEST = 2**62  # a row's key stays an int64


@dataclass(frozen=True)
class VotePatterns:
    """The p distinct rows among n rows with m votes each.

    Neighbouring columns are taken together: with few classes a block of them has a few thousand joint outcomes, so
    that a sum over its columns is one look-up in a table, however many columns the block has.

    Attributes:
        row: the pattern of each row, [n].
        count: the rows of each pattern, [p].
        votes: the votes of each pattern, [p, m], -1 for abstain.
        blocks: the joint outcome of each pattern's votes in each block of columns, [n_blocks, p].
        widths: the columns of each block, [n_blocks].
        cardinality: the number of labels; a vote's outcome is the vote + 1, so 0 is an abstention.
    """

    row: Ints
    count: Floats
    votes: Votes
    blocks: Ints
    widths: tuple[int, ...]
    cardinality: int

    @cached_property
    def vote_counts(self) -> Floats:
        """How many votes each label has in each pattern, [k, p]."""
        return self.sums(self._one_hot())

    @cached_property
    def covered(self) -> npt.NDArray[np.bool_]:
        """Whether anybody voted on each pattern, [p]."""
        return np.asarray(self.vote_counts.sum(axis=0) > 0)

    @cached_property
    def weight(self) -> Floats:
        """The rows of each pattern that somebody voted on, [p], 0 for the pattern of no votes."""
        return self.count * self.covered

    def vote_shares(self, weights: Floats | None = None) -> Floats:
        """Return each label's share of the votes in each pattern, [k, p], 0 where there are none.

        Args:
            weights: what a vote of each column counts, [m]; by default 1.
        """
        counts = self.vote_counts if weights is None else self.sums(self._one_hot() * weights[:, None, None])
        total = counts.sum(axis=0)
        shares: Floats = np.zeros_like(counts)
        np.divide(counts, total, out=shares, where=total > 0)
        return shares

    def sums(self, scores: Floats) -> Floats:
        """Return the sum over each pattern's votes of the score of the outcome, per class.

        Args:
            scores: [m, k + 1, k]: of each column and outcome (0 for abstain), given each class.

        Returns:
            [k, p].
        """
        total = np.zeros((scores.shape[2], len(self.count)))
        first = 0
        for codes, width in zip(self.blocks, self.widths, strict=True):
            table = _joint(scores[first : first + width])
            for k, of_class in enumerate(table):
                total[k] += of_class[codes]
            first += width
        return total

    def _one_hot(self) -> Floats:
        one_hot = np.eye(self.cardinality + 1, self.cardinality, k=-1)
        return np.tile(one_hot, (sum(self.widths), 1, 1))

    def expected_counts(self, weights: Floats) -> Floats:
        """Return how much weight each outcome of each column has in each class, [m, k + 1, k].

        Args:
            weights: [k, p]: of each class in each pattern.
        """
        outcomes = self.cardinality + 1
        counts: list[Floats] = []
        for codes, width in zip(self.blocks, self.widths, strict=True):
            tables = [np.bincount(codes, of_class, outcomes**width) for of_class in weights]
            joint = np.stack(tables, axis=-1).reshape((outcomes,) * width + (len(weights),))
            for column in range(width):
                others = tuple(axis for axis in range(width) if axis != column)
                counts.append(joint.sum(axis=others))
        return np.stack(counts)


def vote_patterns(L: Votes, cardinality: int) -> VotePatterns:
    """Find the distinct rows of `L`, in time that grows with m n + n log n.

    Args:
        L: votes, [n, m], m at least 1, as `label_matrix` returns them.
        cardinality: the number of labels.

    >>> found = vote_patterns(np.array([[1, -1], [0, 0], [1, -1]], np.int8), cardinality=2)
    >>> found.votes.tolist(), found.row.tolist(), found.count.tolist()
    ([[0, 0], [1, -1]], [1, 0, 1], [1.0, 2.0])
    """
    row, count = _numbered(L, cardinality + 1)
    example = np.empty(len(count), dtype=np.intp)
    example[row] = np.arange(len(row))
    votes = L[example]
    widest = 1
    while (cardinality + 1) ** (widest + 1) <= _TABLE:
        widest += 1
    starts = range(0, L.shape[1], widest)
    blocks = np.stack([_code(votes[:, start : start + widest], cardinality + 1) for start in starts])
    widths = tuple(min(widest, L.shape[1] - start) for start in starts)
    return VotePatterns(row, count.astype(np.float64), votes, blocks, widths, cardinality)


def _numbered(L: Votes, outcomes: int) -> tuple[Ints, Ints]:
    """Return each row's pattern and each pattern's rows, numbering the rows' keys anew where they grow too wide."""
    key: Ints = np.zeros(len(L), dtype=np.intp)
    size = 1
    for column in L.T:
        if size * outcomes > _WIDEST:
            _, key, counts = np.unique(key, return_inverse=True, return_counts=True)
            size = len(counts)
        key = _appended(key, column, outcomes)
        size *= outcomes
    _, row, count = np.unique(key, return_inverse=True, return_counts=True)
    return row, count


def _code(votes: Votes, outcomes: int) -> Ints:
    code: Ints = np.zeros(len(votes), dtype=np.intp)
    for column in votes.T:
        code = _appended(code, column, outcomes)
    return code


def _appended(code: Ints, column: Votes, outcomes: int) -> Ints:
    code = code * outcomes
    code += column.astype(np.intp)
    code += 1
    return code


def _joint(scores: Floats) -> Floats:
    """Return the sum of scores for every joint outcome of a few columns, [k, outcomes ** columns]."""
    total = np.zeros((scores.shape[2], 1))
    for column in scores:
        total = (total[:, :, None] + column.T[:, None, :]).reshape(
            len(total), prod(total.shape[1:]) * len(column)
        )
    return total
