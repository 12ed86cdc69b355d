"""Near-duplicates in a Ray dataset that no memory holds."""

from collections.abc import Sequence
from typing import Any

from goldsmith.dedup.minhash import Settings, Unit
from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith_distilabel.ray_data.search import Search

__all__ = ["near_duplicates_on_ray"]

_MEGABYTE = 1 << 20


def near_duplicates_on_ray(
    dataset: Any,
    column: str | Sequence[str] = "text",
    *,
    threshold: float = 0.58,
    shingle: int = 2,
    unit: Unit = "word",
    num_perm: int = 128,
    seed: int = 1,
    group: str | None = None,
    part_mb: int = 256,
) -> Any:
    """Return the dataset with what `goldsmith.dedup.near_duplicates` says of each row: the same clusters, by the same comparisons.

    Rows and hashes lie in Ray's object store, which spills to disk what memory does not hold. Each task reads a part of them: a block's
    texts, the keys of a band (in parts of 8 million rows), the shingles of two parts of `part_mb`. The driver holds 16 bytes for each row that repeats
    another and each pair that is similar enough; of a cluster all shingles must fit in one task. Reading grows with the square of the
    data over `part_mb`: give machines with more memory larger parts. Ray must be up, or it is started on this machine; nodes need goldsmith.

    Args:
        dataset: a `ray.data.Dataset`; it is materialised. Rows are numbered as they come: let
            `ray.data.DataContext.get_current().execution_options.preserve_order` be True where files are read and the order matters.
        column: the text to compare, or several that count together; a missing text is empty.
        threshold: as in `near_duplicates`, like those that follow.
        shingle: words or characters of a shingle.
        unit: "word" or "char".
        num_perm: permutations of a signature.
        seed: of them.
        group: a column; rows that differ in it are never duplicates.
        part_mb: megabytes of shingles that a task holds twice.

    Returns:
        A `ray.data.Dataset` with these columns more: `row` (its number), `keep`, `drop_reason`, `duplicate_of_row` (the row that stays for it, or None),
        `similarity` (the two rows', or None) and `cluster_row` (the first row of its cluster).

    Raises:
        InputError: an option is out of bounds, a column is missing, or a text is no string.
        MissingExtraError: ray is not installed.
    """
    ray = require("ray", extra="ray")
    require("ray.data", extra="ray")
    settings = Settings(threshold, shingle, unit, num_perm, seed)
    columns = [column] if isinstance(column, str) else list(column)
    whole = dataset.materialize()
    there = whole.schema().names if whole.count() else []
    if there and (missing := sorted({*columns, *([group] if group else [])} - {*there})):
        raise InputError(f"the dataset has no column {missing[0]!r}; there are {', '.join(there)}")
    search = Search(ray, whole.to_arrow_refs(), settings, columns, group, part_mb * _MEGABYTE)
    return ray.data.from_arrow_refs(search.marked())
