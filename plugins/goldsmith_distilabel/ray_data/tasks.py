"""What a worker does for a search: the steps of `goldsmith.dedup.minhash.blocks` on what Ray hands it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.leaders import Leaders
from goldsmith.dedup.minhash import Settings, engine_named
from goldsmith.dedup.minhash.blocks import (
    Texts,
    every_pair,
    first_rows,
    leaders_of,
    pairs_of_band,
    shingles_in_all,
    signed,
    similarities,
)

__all__ = ["Verdicts", "compare", "in_band", "in_full", "lead", "mark", "measured", "repeated", "sign"]

Numbers = NDArray[np.int64]


class Verdicts(NamedTuple):
    """Of rows that repeat another or are like one, by number, in order: the row that stays for it, their similarity, its cluster's first row."""

    numbers: Numbers
    stays: Numbers
    similarity: NDArray[np.float64]
    clusters: Numbers


def sign(block: int, table: Any, columns: Sequence[str], group: str | None, settings: Settings) -> list[Any]:
    """Return rows, documents and bytes of shingles of a block, its contents, documents, texts, and the keys of each band."""
    told = [[text or "" for text in table.column(name).to_pylist()] for name in columns]
    texts: Any = told[0] if len(told) == 1 else zip(*told, strict=True)
    groups = table.column(group).to_pylist() if group else None
    contents, documents, keys, shingles = signed(block, texts, groups, settings, engine_named())
    return [
        (len(contents), shingles.flat.nbytes),
        contents,
        documents,
        shingles,
        *(key.copy() for key in keys),
    ]


def repeated(part: int, parts: int, *contents: Any) -> tuple[Numbers, Numbers]:
    """Return the rows whose content an earlier one has, and that row."""
    return first_rows(enumerate(contents), part, parts)


def measured(repeats: Numbers, *documents: Any) -> int:
    """Return the shingles of all documents."""
    return shingles_in_all(documents, repeats)


def in_full(repeats: Numbers, blocks: Sequence[int], *documents: Any) -> list[Numbers] | Numbers:
    """Return every pair of few documents."""
    return _by_cell(every_pair(documents, repeats), blocks)


def in_band(  # noqa: PLR0917
    band: int,
    part: int,
    parts: int,
    settings: Settings,
    repeats: Numbers,
    blocks: Sequence[int],
    *of_blocks: Any,
) -> list[Numbers] | Numbers:
    """Return the pairs of a part of a band, given the documents of all blocks and then their keys, by cell."""
    count = len(of_blocks) // 2
    documents = zip(of_blocks[:count], of_blocks[count:], strict=True)
    return _by_cell(pairs_of_band(band, documents, repeats, settings, engine_named(), part, parts), blocks)


def compare(threshold: float, texts: Sequence[Any], *pairs: Any) -> Numbers:
    """Return the pairs [e, 2] that are similar enough, of those in two parts of the texts."""
    every: Numbers = np.concatenate(pairs)
    every = every[np.lexsort((every[:, 1], every[:, 0]))]
    new = np.ones(len(every), np.bool_)
    new[1:] = (every[1:] != every[:-1]).any(axis=1)
    every = every[new]
    found: Numbers = every[similarities(every, _read(texts), engine_named()) >= threshold]
    return found


def lead(numbers: Numbers, clusters: Numbers, threshold: float, texts: Sequence[Any]) -> Leaders:
    """Return who stands for each document of some clusters, and their similarity."""
    return leaders_of(numbers, clusters, _read(texts), threshold, engine_named())


def mark(block: int, begins: Numbers, verdicts: Verdicts, table: Any) -> Any:
    """Return the rows of a block with what was found of them."""
    import pyarrow as pa

    first, last = np.searchsorted(verdicts.numbers, [block << 32, (block + 1) << 32])
    places = verdicts.numbers[first:last] - (block << 32)
    row = begins[block] + np.arange(len(table))
    stays, clusters, similarity = row.copy(), row.copy(), np.ones(len(table))
    stays[places] = _counted(verdicts.stays[first:last], begins)
    clusters[places] = _counted(verdicts.clusters[first:last], begins)
    similarity[places] = verdicts.similarity[first:last]
    keep = stays == row
    for name, column in (
        ("row", pa.array(row)),
        ("keep", pa.array(keep)),
        ("drop_reason", _reasons(stays, similarity, keep)),
        ("duplicate_of_row", pa.array(stays, mask=keep)),
        ("similarity", pa.array(similarity, mask=keep)),
        ("cluster_row", pa.array(clusters)),
    ):
        table = table.append_column(name, column)
    return table


def _reasons(stays: Numbers, similarity: NDArray[np.float64], keep: NDArray[np.bool_]) -> Any:
    import pyarrow as pa

    told = [
        None if kept else f"near-duplicate: of row {row} (similarity {close:.2f})"
        for row, close, kept in zip(stays.tolist(), similarity.tolist(), keep.tolist(), strict=True)
    ]
    return pa.array(told, pa.string())


def _by_cell(pairs: Numbers, parts: Sequence[int]) -> list[Numbers] | Numbers:
    """Return the pairs by the parts that their blocks, of which `parts` tells the part, are in: (0, 0), (0, 1), ... (1, 1), ..."""
    of, count = np.asarray(parts), max(parts, default=0) + 1
    left, right = of[pairs[:, 0] >> 32], of[pairs[:, 1] >> 32]
    cells = [(one, other) for one in range(count) for other in range(one, count)]
    found = [pairs[(left == one) & (right == other)] for one, other in cells]
    return found if len(found) > 1 else found[0]  # one return is the value itself to Ray


def _read(texts: Sequence[Any]) -> Iterator[Texts]:
    import ray

    for ref in texts:
        yield ray.get(ref)


def _counted(numbers: Numbers, begins: Numbers) -> Numbers:
    found: Numbers = begins[numbers >> 32] + (numbers & 0xFFFFFFFF)
    return found
