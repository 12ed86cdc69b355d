"""A search for near-duplicates as tasks of a Ray cluster."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.components import components
from goldsmith.dedup.minhash import Settings
from goldsmith.dedup.minhash.search import compared_all
from goldsmith_distilabel.ray_data import tasks
from goldsmith_distilabel.ray_data.tasks import Verdicts

__all__ = ["Search"]

_ROWS_AT_ONCE = 1 << 23  # that a task sorts

Numbers = NDArray[np.int64]
Refs = list[Any]


class Search:
    """The tasks of a search.

    Args:
        ray: the module.
        tables: references of the blocks, as Arrow tables.
        settings: of the search.
        columns: of the texts.
        group: the column of the groups, or None.
        part_bytes: shingles that a task holds twice.
    """

    def __init__(  # noqa: PLR0917
        self,
        ray: Any,
        tables: Refs,
        settings: Settings,
        columns: Sequence[str],
        group: str | None,
        part_bytes: int,
    ) -> None:
        self._ray, self._tables, self._settings = ray, tables, settings
        bands = settings.shape[0]
        sign = self._remote(tasks.sign, 4 + bands)
        signed = [sign(block, table, columns, group, settings) for block, table in enumerate(tables)]
        told, self._contents, self._documents, self._texts, *self._keys = (
            list(column) for column in zip(*signed, strict=True)
        ) if signed else ([] for _ in range(4 + bands))  # fmt: skip
        sizes = np.array(ray.get(told), np.int64).reshape(-1, 2)
        self._begins = np.cumsum([0, *sizes[:, 0]])
        self._parts = (np.cumsum(sizes[:, 1]) // part_bytes).tolist()
        self._parts = np.unique(self._parts, return_inverse=True)[1].tolist()

    def marked(self) -> Refs:
        """Return references of the tables with what was found."""
        repeats, firsts = self._repeats()
        edges = self._edges(repeats)
        found = _verdicts(repeats, firsts, *self._led(edges))
        verdicts, begins = self._ray.put(found), self._ray.put(self._begins)
        mark = self._remote(tasks.mark)
        return [mark(block, begins, verdicts, table) for block, table in enumerate(self._tables)]

    def _repeats(self) -> tuple[Numbers, Numbers]:
        parts = self._slices()
        repeated = self._remote(tasks.repeated)
        found = self._ray.get([repeated(part, parts, *self._contents) for part in range(parts)])
        repeats, firsts = (
            np.concatenate([np.empty(0, np.int64), *column]) for column in zip(*found, strict=True)
        )
        order = np.argsort(repeats)
        return repeats[order], firsts[order]

    def _edges(self, repeats: Numbers) -> Numbers:
        """Return the pairs [e, 2] of documents that are similar enough."""
        count, known, parts = int(self._begins[-1]) - len(repeats), self._ray.put(repeats), self._slices()
        cells = [
            (one, other)
            for one in range(max(self._parts, default=-1) + 1)
            for other in range(one, max(self._parts) + 1)
        ]
        if not cells:
            return np.empty((0, 2), np.int64)
        if self._few(count, known):
            pairs = [self._remote(tasks.in_full, len(cells))(known, self._parts, *self._documents)]
        else:
            in_band = self._remote(tasks.in_band, len(cells))
            pairs = [
                in_band(band, part, parts, self._settings, known, self._parts, *self._documents, *keys)
                for band, keys in enumerate(self._keys)
                for part in range(parts)
            ]
        self._keys = []  # nothing needs them once the tasks have them
        compare = self._remote(tasks.compare)
        found = [
            compare(self._settings.threshold, self._texts_of({*cell}), *(_of(one, place) for one in pairs))
            for place, cell in enumerate(cells)
        ]
        return np.concatenate(self._ray.get(found))

    def _few(self, count: int, repeats: Any) -> bool:
        measured = self._remote(tasks.measured)
        return compared_all(count, 0) and compared_all(
            count, self._ray.get(measured(repeats, *self._documents))
        )

    def _led(self, edges: Numbers) -> tuple[Numbers, Numbers, NDArray[np.float64], Numbers]:
        """Return the documents that are like another, in order, who stands for each, their similarity, and its cluster's first."""
        linked, ends = np.unique(edges, return_inverse=True)
        clusters = linked[components(len(linked), ends.reshape(-1, 2))]
        stays, similarity = linked.copy(), np.ones(len(linked))
        order = np.argsort(clusters, kind="stable")
        lead = self._remote(tasks.lead, 2)
        portions = _portions(clusters[order], max(self._parts, default=0) + 1)
        begun = [
            lead(linked[order[portion]], clusters[order[portion]], self._settings.threshold, self._texts)
            for portion in portions
        ]
        for portion, answer in zip(portions, begun, strict=True):
            stays[order[portion]], similarity[order[portion]] = self._ray.get(list(answer))
        return linked, stays, similarity, clusters

    def _texts_of(self, parts: set[int]) -> Refs:
        return [ref for ref, part in zip(self._texts, self._parts, strict=True) if part in parts]

    def _slices(self) -> int:
        return -(-int(self._begins[-1]) // _ROWS_AT_ONCE) or 1

    def _remote(self, function: Any, returns: int = 1) -> Any:
        return partial(self._ray.remote(function).options(num_returns=returns).remote)


def _of(refs: Any, place: int) -> Any:
    return refs[place] if isinstance(refs, list) else refs  # Ray gives one return without a list


def _portions(clusters: Numbers, count: int) -> list[slice]:
    """Return up to `count` ranges of about as many documents, each of whole clusters; the clusters' numbers ascend."""
    cuts = np.flatnonzero(np.diff(clusters)) + 1
    wanted = np.searchsorted(cuts, np.linspace(0, len(clusters), count + 1)[1:-1])
    ends = np.unique([*cuts[wanted[wanted < len(cuts)]].tolist(), len(clusters)]).tolist()
    return [slice(begin, end) for begin, end in zip([0, *ends], ends, strict=False) if begin < end]


def _verdicts(  # noqa: PLR0917
    repeats: Numbers,
    firsts: Numbers,
    linked: Numbers,
    stays: Numbers,
    similarity: NDArray[np.float64],
    clusters: Numbers,
) -> Verdicts:
    """Return what is to be said of rows that repeat another one, which say what that one's says, and of documents like others."""
    places = np.minimum(np.searchsorted(linked, firsts), max(len(linked) - 1, 0))
    alike = linked[places] == firsts if len(linked) else np.zeros(len(firsts), np.bool_)
    at = places[alike]
    first, close, cluster = firsts.copy(), np.ones(len(firsts)), firsts.copy()
    first[alike], close[alike], cluster[alike] = stays[at], similarity[at], clusters[at]
    order = np.argsort(np.concatenate([repeats, linked]))
    return Verdicts(
        np.concatenate([repeats, linked])[order],
        np.concatenate([first, stays])[order],
        np.concatenate([close, similarity])[order],
        np.concatenate([cluster, clusters])[order],
    )
