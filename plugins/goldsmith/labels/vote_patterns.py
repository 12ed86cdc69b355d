"""The distinct rows of a label matrix, and the two sums over votes that expectation maximisation takes again and again."""

from collections.abc import Iterator, Sequence
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
_PART = 2**15  # patterns at a time: what is made of them stays in the cache
_WIDEST = 2**62  # a row's key stays an int64
_SAMPLED = 16  # every so many rows are looked at first
_ALIKE, _FEWEST = (
    0.9,
    2000,
)  # more distinct ones among them, and no fewer rows: to look for equal rows takes longer than it saves


@dataclass(frozen=True)
class VotePatterns:
    """The p distinct rows among n rows with m votes each.

    Neighbouring columns are taken together: with few classes a block of them has a few thousand joint outcomes, so
    that a sum over its columns is one look-up in a table, however many columns the block has.

    Attributes:
        row: the pattern of each row, [n]; all of them in their order where p is n.
        count: the rows of each pattern, [p].
        blocks: the joint outcome of each pattern's votes in each block of columns, [n_blocks, p]; 0 if all abstain.
        widths: the columns of each block, [n_blocks].
        cardinality: the number of labels; a vote's outcome is the vote + 1, so 0 is an abstention.
    """

    row: Ints | slice
    count: Floats
    blocks: npt.NDArray[np.int32]
    widths: tuple[int, ...]
    cardinality: int

    @cached_property
    def covered(self) -> npt.NDArray[np.bool_]:
        """Whether anybody voted on each pattern, [p]."""
        return np.asarray(self.blocks.any(axis=0))

    @cached_property
    def weight(self) -> Floats:
        """The rows of each pattern that somebody voted on, [p], 0 for the pattern of no votes."""
        return self.count * self.covered

    def parts(self) -> Iterator[slice]:
        """Yield slices that are all patterns together."""
        for start in range(0, len(self.count), _PART):
            yield slice(start, start + _PART)

    def vote_shares(self, weights: Floats | None = None) -> Floats:
        """Return each label's share of the votes in each pattern, [k, p], 0 where there are none.

        Args:
            weights: what a vote of each column counts, [m]; by default 1.
        """
        one_hot = np.tile(np.eye(self.cardinality + 1, self.cardinality, k=-1), (sum(self.widths), 1, 1))
        tables = self.tables(one_hot if weights is None else one_hot * weights[:, None, None])
        shares: Floats = np.empty((self.cardinality, len(self.count)))
        for part in self.parts():
            votes = self.sums(tables, part)
            total = votes.sum(axis=0)
            total[total == 0] = 1
            shares[:, part] = votes / total
        return shares

    def tables(self, scores: Floats) -> list[Floats]:
        """Return the sum of scores for every joint outcome of each block, [n_blocks] of [k, outcomes].

        Args:
            scores: [m, k + 1, k]: of each column and outcome (0 for abstain), given each class.
        """
        ends = np.cumsum(self.widths).tolist()
        return [_joint(scores[end - width : end]) for end, width in zip(ends, self.widths, strict=True)]

    def sums(self, tables: Sequence[Floats], part: slice) -> Floats:
        """Return the sum over each pattern's votes of the score of the outcome, per class, [k, len(part)]."""
        total: Floats = tables[0].take(self.blocks[0, part], axis=1)
        for table, codes in zip(tables[1:], self.blocks[1:, part], strict=True):
            total += table.take(codes, axis=1)
        return total

    def expected_counts(self, shares: Floats, weight: Floats) -> Floats:
        """Return how much weight each outcome of each column has in each class, [m, k + 1, k].

        Args:
            shares: of each class in each pattern, [k, p].
            weight: of each pattern, [p].
        """
        outcomes = self.cardinality + 1
        joint = [np.zeros((len(shares), outcomes**width)) for width in self.widths]
        for part in self.parts():
            mass = shares[:, part] * weight[part]
            for table, codes in zip(joint, self.blocks[:, part].astype(np.intp), strict=True):
                table += [np.bincount(codes, share, table.shape[1]) for share in mass]
        return np.concatenate([_by_column(table, outcomes) for table in joint])


def vote_patterns(L: Votes, cardinality: int) -> VotePatterns:
    """Find the distinct rows of `L`, in time that grows with m n + n log n; where hardly two are alike, leave the rows as they are.

    Args:
        L: votes, [n, m], m at least 1, as `label_matrix` returns them.
        cardinality: the number of labels.

    >>> found = vote_patterns(np.array([[1, -1], [0, 0], [1, -1]], np.int8), cardinality=2)
    >>> found.blocks.tolist(), found.row.tolist(), found.count.tolist()
    ([[4, 6]], [1, 0, 1], [1.0, 2.0])
    """
    outcomes, widest = cardinality + 1, 1
    while outcomes ** (widest + 1) <= _TABLE:
        widest += 1
    starts = range(0, L.shape[1], widest)
    widths = tuple(min(widest, L.shape[1] - start) for start in starts)
    blocks = np.empty((len(starts), len(L)), dtype=np.int32)
    for codes, start in zip(blocks, starts, strict=True):
        _code(L[:, start : start + widest], outcomes, codes)
    if _hardly_alike(blocks[:, ::_SAMPLED], outcomes, widths):
        return VotePatterns(slice(None), np.ones(len(L)), blocks, widths, cardinality)
    key = _keys(blocks, outcomes, widths)
    _, example, row, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    return VotePatterns(row, count.astype(np.float64), blocks[:, example], widths, cardinality)


def _code(votes: Votes, outcomes: int, codes: npt.NDArray[np.int32]) -> None:
    """Write the joint outcome of a few columns in each row: its digits to the base `outcomes` are the votes + 1."""
    # A product of matrices in single precision is exact up to 2 ** 24, and faster than integers column by column.
    digits = np.float32(outcomes) ** np.arange(votes.shape[1], dtype=np.float32)[::-1]
    for start in range(0, len(votes), _PART):
        part = slice(start, start + _PART)
        codes[part] = votes[part].astype(np.float32) @ digits + digits.sum()


def _hardly_alike(blocks: npt.NDArray[np.int32], outcomes: int, widths: Sequence[int]) -> bool:
    n = blocks.shape[1]
    return n >= _FEWEST and len(np.unique(_keys(blocks, outcomes, widths))) > _ALIKE * n


def _keys(blocks: npt.NDArray[np.int32], outcomes: int, widths: Sequence[int]) -> Ints:
    """Return numbers that are equal where rows are, [n], numbering them anew where they grow too wide."""
    key: Ints = blocks[0].astype(np.intp)
    size: int = outcomes ** widths[0]
    for codes, width in zip(blocks[1:], widths[1:], strict=True):
        if size * outcomes**width > _WIDEST:
            distinct, key = np.unique(key, return_inverse=True)
            size = len(distinct)
        key *= outcomes**width
        key += codes
        size *= outcomes**width
    return key


def _joint(scores: Floats) -> Floats:
    """Return the sum of scores for every joint outcome of a few columns, [k, outcomes ** columns]."""
    total = np.zeros((scores.shape[2], 1))
    for column in scores:
        total = (total[:, :, None] + column.T[:, None, :]).reshape(
            len(total), prod(total.shape[1:]) * len(column)
        )
    return total


def _by_column(joint: Floats, outcomes: int) -> Floats:
    """Return the counts of each column's outcomes, [columns, outcomes, k], from those of joint ones, [k, outcomes ** columns]."""
    counts: list[Floats] = []
    before, after = 1, joint.shape[1]
    while after > 1:
        after //= outcomes
        counts.append(joint.reshape(-1, before, outcomes, after).sum(axis=(1, 3)).T)
        before *= outcomes
    return np.stack(counts)
