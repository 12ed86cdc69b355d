"""What a search for near-duplicates found."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.components import components
from goldsmith.dedup.minhash import Shingles
from goldsmith.errors import InputError

__all__ = ["NearDuplicates", "Pairs"]


class Pairs(NamedTuple):
    """Pairs of rows, the earlier first, [p, 2], and their Jaccard similarities [p]."""

    rows: NDArray[np.int64]
    similarity: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NearDuplicates:
    """Rows clustered by verified similarity.

    Rows with the same shingles are one document. A cluster is a connected component: of two of its rows, each is similar
    enough to a next one that leads to the other, and so the two themselves may be less similar than the threshold.

    Attributes:
        threshold: the least Jaccard similarity of the pairs, in (0, 1].
        documents: [n] the document of each row.
        edges: [e, 2] pairs of documents.
        edge_similarity: [e] their Jaccard similarities.
    """

    threshold: float
    documents: NDArray[np.int64]
    edges: NDArray[np.int64]
    edge_similarity: NDArray[np.float64]
    _shingles: Shingles = field(repr=False)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.documents)

    def at(self, threshold: float) -> "NearDuplicates":
        """Return what would have been found at a higher threshold, of the pairs found here; nothing is hashed again.

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

    @cached_property
    def cluster_ids(self) -> NDArray[np.int64]:
        """[n] the first row of each row's cluster."""
        _, first, cluster = np.unique(self._roots[self.documents], return_index=True, return_inverse=True)
        return first[cluster]

    def duplicate_of(self, scores: Iterable[float | None] | None = None) -> NDArray[np.int64]:
        """Return an [n] array: the row each row duplicates, or itself.

        Args:
            scores: [n] of each cluster the row with the highest score stays, the earlier of equals; a missing score (None
                or NaN) is lower than any other. Without scores the first row stays.

        Raises:
            InputError: there are more or fewer scores than rows.
        """
        ids = self.cluster_ids
        if scores is None:
            return ids.copy()
        values = np.array([np.nan if score is None else score for score in scores], np.float64)
        if len(values) != len(self):
            raise InputError(f"expected a score for each of {len(self)} rows, got {len(values)}")
        worst_last = np.where(np.isnan(values), np.inf, -values)
        order = np.lexsort((np.isnan(values), worst_last, ids))
        found, first = np.unique(ids[order], return_index=True)
        best = np.arange(len(self))
        best[found] = order[first]
        return best[ids]

    def clusters(self) -> list[list[int]]:
        """Return the rows of each cluster of two or more, by their first rows."""
        order = np.argsort(self.cluster_ids, kind="stable")
        cuts = np.flatnonzero(np.diff(self.cluster_ids[order])) + 1
        return [rows.tolist() for rows in np.split(order, cuts) if len(rows) > 1]

    def pairs(self) -> Pairs:
        """Return the verified pairs, most similar first.

        A document is spoken for by its first row; each further row of it is paired with that one, at similarity 1.
        """
        _, first, of_row = np.unique(self.documents, return_index=True, return_inverse=True)
        first_row = np.zeros(int(self.documents.max(initial=-1)) + 1, np.int64)
        first_row[self.documents[first]] = first
        repeats = np.flatnonzero(first[of_row] != np.arange(len(self)))
        same = np.column_stack([first[of_row][repeats], repeats])
        rows = np.concatenate([same, np.sort(first_row[self.edges], axis=1)])
        similarity = np.concatenate([np.ones(len(same)), self.edge_similarity])
        order = np.lexsort((rows[:, 1], rows[:, 0], -similarity))
        return Pairs(rows[order], similarity[order])

    def similarity_to(self, others: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return an [n] array: the Jaccard similarity of each row and the row `others` [n] names in its cluster.

        Raises:
            InputError: some row and its other are not in one cluster.
        """
        others = np.asarray(others)
        if others.shape != (len(self),) or not np.array_equal(self.cluster_ids[others], self.cluster_ids):
            raise InputError("expected for each row another of its cluster, as `duplicate_of` returns them")
        return self._shingles.similarity(self.documents, self.documents[others])

    @cached_property
    def _roots(self) -> NDArray[np.int64]:
        return components(int(self.documents.max(initial=-1)) + 1, self.edges)
