"""Exact duplicates after normalisation."""

from collections.abc import Hashable, Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.group_marks import group_marks
from goldsmith.dedup.ranks import ranks
from goldsmith.errors import InputError
from goldsmith.text import normalise

__all__ = ["exact_duplicates"]

_DIGEST = np.dtype([("high", np.uint64), ("low", np.uint64)])


def exact_duplicates(
    texts: Iterable[str | Sequence[str]],
    *,
    scores: Iterable[float | None] | None = None,
    groups: Iterable[Hashable] | None = None,
) -> NDArray[np.int64]:
    """Return an [n] array: for each text the row of the one that stays of those equal to it after `normalise`.

    Texts are hashed to 128 bits (BLAKE2b) as they come and not kept, so that a generator may give more than fits in memory: a row
    takes 16 bytes, and the sort at the end about 60.

    Args:
        texts: n strings, or n sequences of strings, several columns that must all be equal.
        scores: [n] the row with the highest score stays, the earliest among equals; None or NaN is lower than any other score.
        groups: [n] rows of different groups are never duplicates.

    Raises:
        InputError: a text is no string, or scores or groups are not n.

    >>> exact_duplicates(["Nice song!", "first", " nice  SONG!"]).tolist()
    [0, 1, 0]
    >>> exact_duplicates(["a", "a", "a"], groups=["en", "de", "en"], scores=[1, 1, 2]).tolist()
    [2, 1, 2]
    """
    if isinstance(texts, str):
        raise InputError("expected many texts, got one string: put it in a list")
    marked = enumerate(group_marks(texts, groups))
    digests = np.frombuffer(b"".join(_digest(number, row, mark) for number, (row, mark) in marked), _DIGEST)
    rank = ranks(len(digests), scores)
    order = np.lexsort((rank, digests["low"], digests["high"]))
    sorted_ = digests[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = sorted_[1:] != sorted_[:-1]
    found = np.empty(len(order), np.int64)
    found[order] = order[first][np.cumsum(first) - 1]
    return found


def _digest(number: int, row: str | Sequence[str], mark: int) -> bytes:
    texts = [row] if isinstance(row, str) else row
    if not isinstance(texts, Sequence) or not all(isinstance(text, str) for text in texts):
        raise InputError(f"row {number}: expected a string, or several, got {row!r:.80}")
    plain = [normalise(text).encode("utf-8", "surrogatepass") for text in texts]
    sizes = [mark, *map(len, plain)]  # tells ("ab", "c") from ("a", "bc")
    return blake2b(repr(sizes).encode() + b"".join(plain), digest_size=16).digest()
