"""Rows for training and rows held out, without leaks between them."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.export.families import families

__all__ = ["split_numbers", "split_rows"]

Row = Mapping[str, Any]
Numbers = npt.NDArray[np.int64]


def split_rows(
    rows: Sequence[Row], held_out: Mapping[str, float], *, group_by: str = "", seed: int = 0
) -> dict[str, list[Row]]:
    """Return "train", what is left, and each split that is held out, every row once and in its order.

    Families (`goldsmith.export.families`) stay together, so a split may have a few rows more or fewer than its share. They are
    drawn by a hash of the seed and their rows: the order of the rows does not matter, and another run draws the same.

    Args:
        rows: [n].
        held_out: name -> share of the rows, in (0, 1); together less than 1. As {"test": 0.1}.
        group_by: a column whose equal values stay together, in place of families.
        seed: of the draw.

    Raises:
        InputError: a share is out of range, a split is called "train", or there are too few families for a split to have a row.

    >>> found = split_rows([{"text": str(k)} for k in range(10)], {"test": 0.2})
    >>> {name: len(part) for name, part in found.items()}
    {'train': 8, 'test': 2}
    """
    found = split_numbers(rows, held_out, group_by=group_by, seed=seed)
    return {name: [rows[number] for number in numbers.tolist()] for name, numbers in found.items()}


def split_numbers(
    rows: Sequence[Row], held_out: Mapping[str, float], *, group_by: str = "", seed: int = 0
) -> dict[str, Numbers]:
    """Return the numbers of each split's rows, in their order, as `split_rows` does: some hundred bytes a row are held, and no row.

    Raises:
        InputError: as `split_rows`.
    """
    _check(held_out)
    if not held_out:
        return {"train": np.arange(len(rows))}
    _, family, sizes = np.unique(families(rows, group_by), return_inverse=True, return_counts=True)
    order = np.argsort(_drawn(rows, family, len(sizes), seed), kind="stable")
    split = np.zeros(len(sizes), dtype=np.int64)  # of each family: 0 to train on
    for place, share in enumerate(held_out.values(), start=1):
        split[_filling(order[split[order] == 0], sizes, round(share * len(rows)) or 1)] = place
    of_rows = split[family]
    parts = {name: np.flatnonzero(of_rows == place) for place, name in enumerate(["train", *held_out])}
    if empty := [name for name, numbers in parts.items() if not len(numbers)]:
        raise InputError(
            f"{len(sizes)} groups of rows that belong together are too few to give {empty[0]!r} any: "
            "hold out less, or choose the groups by --group-by"
        )
    return parts


def _drawn(rows: Sequence[Row], family: Numbers, count: int, seed: int) -> npt.NDArray[np.uint64]:
    """Return a number for each family: the least hash of the seed and a row of it, whatever the order of the rows."""
    hashes = np.fromiter((_hash(row, seed) for row in rows), dtype=np.uint64, count=len(rows))
    least = np.full(count, np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(least, family, hashes)
    return least


def _filling(order: Numbers, sizes: Numbers, wanted: int) -> list[int]:
    """Return families, in their order, of `wanted` rows together; one that is too large is passed over."""
    found: list[int] = []
    for one in order.tolist():
        if sizes[one] <= wanted:
            found.append(one)
            wanted -= int(sizes[one])
        if not wanted:
            break
    return found


def _hash(row: Row, seed: int) -> int:
    name = row.get("id") or sorted((column, str(value)) for column, value in row.items())
    told = f"{seed} {name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(told).digest()[:8], "big")


def _check(held_out: Mapping[str, float]) -> None:
    for name, share in held_out.items():
        if name == "train" or not name.isidentifier() or not 0 < share < 1:
            raise InputError(
                f"a split is a name other than train and a share between 0 and 1, as test=0.1, got {name}={share}"
            )
    if sum(held_out.values()) >= 1:
        raise InputError(
            f"the splits held out take {sum(held_out.values()):.0%} of the rows: leave some to train on"
        )
