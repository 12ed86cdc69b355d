"""Rows for training and rows held out, without leaks between them."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from goldsmith.errors import InputError
from goldsmith.export.families import families

__all__ = ["split_rows"]

Row = Mapping[str, Any]


def split_rows(
    rows: Sequence[Row], held_out: Mapping[str, float], *, group_by: str = "", seed: int = 0
) -> dict[str, list[Row]]:
    """Return "train", what is left, and each split that is held out, every row once and in its order.

    Families (`goldsmith.export.families`) stay together, so a split may have a few rows more or fewer than its share. They are
    drawn by a hash of the seed and their first row: the order of the rows does not matter, and another run draws the same.

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
    _check(held_out)
    members: dict[int, list[int]] = defaultdict(list)
    for number, family in enumerate(families(rows, group_by)):
        members[family].append(number)
    drawn = sorted(members.values(), key=lambda numbers: _draw(rows, numbers, seed))
    taken: dict[str, list[int]] = {}
    for name, share in held_out.items():
        taken[name] = _filled(drawn, round(share * len(rows)) or 1)
    parts = {"train": [number for numbers in drawn for number in numbers], **taken}
    if empty := [name for name, numbers in parts.items() if not numbers]:
        raise InputError(
            f"{len(members)} groups of rows that belong together are too few to give {empty[0]!r} any: "
            "hold out less, or choose the groups by --group-by"
        )
    return {name: [rows[number] for number in sorted(numbers)] for name, numbers in parts.items()}


def _filled(drawn: list[list[int]], wanted: int) -> list[int]:
    """Take families off the list until `wanted` rows are there; one that is too large is passed over."""
    found: list[int] = []
    for family in list(drawn):
        if len(found) + len(family) <= wanted:
            drawn.remove(family)
            found += family
    return found


def _draw(rows: Sequence[Row], numbers: list[int], seed: int) -> str:
    name = min(_name(rows[number]) for number in numbers)
    return hashlib.sha256(f"{seed} {name}".encode("utf-8", "surrogatepass")).hexdigest()


def _name(row: Row) -> str:
    return str(row.get("id") or sorted((column, str(value)) for column, value in row.items()))


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
