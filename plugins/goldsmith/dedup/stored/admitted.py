"""What became of rows that were shown to an index."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.stored.seen_rows import SeenRows

__all__ = ["Admitted", "admitted"]


class Admitted(NamedTuple):
    """For each row what it repeats.

    Attributes:
        duplicate_of: [n] the id of the row that it repeats, an old one or one that came with it; None for a row that was
            admitted; "" for a row of the index that has no id.
        similarity: [n] with that row, 1 for one that was admitted.
    """

    duplicate_of: list[str | None]
    similarity: NDArray[np.float64]


def admitted(seen: SeenRows, ids: Sequence[str], decide: Callable[[list[int]], Admitted]) -> Admitted:
    """Return what became of rows: what is kept of those that were seen before, and of the others what `decide` says.

    Args:
        seen: those rows.
        ids: [n] of the rows.
        decide: given the places of rows that were not seen, says of each what it repeats, and keeps that.

    Raises:
        InputError: an id comes twice.
    """
    found = seen.find(ids)
    new = [place for place, known in enumerate(found) if known is None]
    if new:
        others, similarity = decide(new)
        for place, other, close in zip(new, others, similarity.tolist(), strict=True):
            found[place] = other, close
    known = [each for each in found if each is not None]
    return Admitted([other for other, _ in known], np.array([close for _, close in known], np.float64))
