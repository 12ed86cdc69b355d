"""What a search for near-duplicates found."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.components import components
from goldsmith.dedup.leaders import leaders
from goldsmith.dedup.minhash import Shingles
from goldsmith.dedup.ranks import ranks
from goldsmith.errors import InputError

__all__ = ["Matches", "NearDuplicates", "Pairs"]

Rows = NDArray[np.int64]
Similarities = NDArray[np.float64]


class Pairs(NamedTuple):
    """Pairs of rows, the earlier first, [p, 2], and their Jaccard similarities [p]."""

    rows: Rows
    similarity: Similarities


class Matches(NamedTuple):
    """For each row another that it matches [n], and their similarity [n]."""

    rows: Rows
    similarity: Similarities


@dataclass(frozen=True, eq=False)
class NearDuplicates:
    """The pairs of rows whose similarity is known to reach a threshold, and what follows from them.

    Rows with the same shingles are one document.

    Attributes:
        threshold: the least Jaccard similarity of the pairs, in (0, 1].
        documents: [n] the document of each row.
        edges: [e, 2] pairs of documents.
        edge_similarity: [e] their Jaccard similarities.
    """

    threshold: float
    documents: Rows
    edges: Rows
    edge_similarity: Similarities
    _shingles: Shingles = field(repr=False)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.documents)

    def at(self, threshold: float) -> "NearDuplicates":
        """Return the pairs found here that reach a higher threshold; nothing is hashed or compared again.

        Raises:
            InputError: the threshold is lower than the one searched with, so pairs would be missing.
        """
        if not self.threshold <= threshold <= 1:
            raise InputError(
                f"threshold must be from {self.threshold}, the one searched with, to 1, got {threshold}"
            )
        kept = self.edge_similarity >= threshold
        return replace(
            self, threshold=threshold, edges=self.edges[kept], edge_similarity=self.edge_similarity[kept]
        )

    def duplicates(self, scores: Iterable[float | None] | None = None) -> Matches:
        """Return for each row the row it duplicates, or itself at similarity 1.

        The best row of a cluster stays and all that are similar enough to it duplicate it; of the others again the best
        stays, and so on: see `goldsmith.dedup.leaders`. So every duplicate is similar enough to the row it names, no two
        rows that stay are, and a chain of small changes does not pull its two ends into one.

        Args:
            scores: [n] rows with higher scores are better, earlier rows among equals; a missing score (None or NaN) is
                lower than any other. Without scores the earliest row is best.

        Raises:
            InputError: there are more or fewer scores than rows.
        """
        rank = ranks(len(self), scores)
        row_of_rank = np.argsort(rank)
        best = np.full(self._count, len(self))
        np.minimum.at(best, self.documents, rank)
        linked = np.unique(self.edges)
        leader, similarity = np.arange(self._count), np.ones(self._count)
        found = leaders(
            self._roots[linked],
            best[linked],
            lambda one, other: self._shingles.similarity(linked[one], linked[other]),
            self.threshold,
        )
        leader[linked], similarity[linked] = linked[found.nodes], found.similarity
        return Matches(row_of_rank[best[leader[self.documents]]], similarity[self.documents])

    @cached_property
    def cluster_ids(self) -> Rows:
        """[n] the first row of each row's cluster: the rows that a chain of pairs connects, in whatever order they came.

        Of a cluster `duplicates` keeps one row, or several that are not similar enough to each other.
        """
        roots = self._roots[self.documents]
        _, first, cluster = np.unique(roots, return_index=True, return_inverse=True)
        return first[cluster]

    def clusters(self) -> list[list[int]]:
        """Return the rows of each cluster of two or more, by their first rows."""
        order = np.argsort(self.cluster_ids, kind="stable")
        cuts = np.flatnonzero(np.diff(self.cluster_ids[order])) + 1
        return [rows.tolist() for rows in np.split(order, cuts) if len(rows) > 1]

    def pairs(self) -> Pairs:
        """Return the verified pairs, most similar first.

        A document is spoken for by its first row; each further row of it is paired with that one, at similarity 1. Of a
        very dense cluster not all pairs are listed: the search ends at enough to connect it.
        """
        first_row = np.full(self._count, len(self))
        np.minimum.at(first_row, self.documents, np.arange(len(self)))
        repeats = np.flatnonzero(first_row[self.documents] != np.arange(len(self)))
        same = np.column_stack([first_row[self.documents[repeats]], repeats])
        rows = np.concatenate([same, np.sort(first_row[self.edges], axis=1)])
        similarity = np.concatenate([np.ones(len(same)), self.edge_similarity])
        order = np.lexsort((rows[:, 1], rows[:, 0], -similarity))
        return Pairs(rows[order], similarity[order])

    @cached_property
    def _roots(self) -> Rows:
        return components(self._count, self.edges)

    @property
    def _count(self) -> int:
        return int(self.documents.max(initial=-1)) + 1
