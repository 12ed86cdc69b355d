"""Groups as numbers that are the same in every process."""

from collections.abc import Hashable, Iterable, Iterator
from hashlib import blake2b
from itertools import repeat
from typing import Any, TypeVar

import numpy as np

from goldsmith.errors import InputError

__all__ = ["group_marks"]

_NO_MORE = object()
Row = TypeVar("Row")


def group_marks(rows: Iterable[Row], groups: Iterable[Hashable] | None) -> Iterator[tuple[Row, int]]:
    """Yield each row with 64 bits that stand for its group, 0 for all where there are no groups.

    Raises:
        InputError: there are more or fewer groups than rows.

    >>> len({mark for _, mark in group_marks("abc", ["en", "de", "en"])})
    2
    """
    if groups is None:
        yield from zip(rows, repeat(0))
        return
    remaining = iter(groups)
    marks: dict[str, int] = {}
    for number, row in enumerate(rows):
        group = next(remaining, _NO_MORE)
        if group is _NO_MORE:
            raise InputError(f"there are more rows than groups: {number} groups")
        key = _spelled(group)
        yield row, marks.setdefault(key, int.from_bytes(blake2b(key.encode(), digest_size=8).digest()))
    if next(remaining, _NO_MORE) is not _NO_MORE:
        raise InputError("there are more groups than rows")


def _spelled(group: Any) -> str:
    # The same in every process, as an index on disk needs it; numpy's scalars spell like Python's.
    return ascii(group.item() if isinstance(group, np.generic) else group)
