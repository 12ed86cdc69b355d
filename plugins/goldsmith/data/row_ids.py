"""Ids that stay the same from run to run."""

import hashlib
from collections import Counter
from collections.abc import Iterable

__all__ = ["row_ids"]


def row_ids(texts: Iterable[str], prefix: str = "") -> list[str]:
    """Return an id for each text, derived from its content alone; the k-th repeat of a text gets "-k" after it.

    The order of *different* texts does not matter, so that rows may be added anywhere without renaming others.

    >>> ids = row_ids(["a", "b", "a"])
    >>> ids[0] == row_ids(["b", "a"])[1], ids[2] == ids[0] + "-2"
    (True, True)
    """
    seen: Counter[str] = Counter()
    ids = []
    for text in texts:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[digest] += 1
        ids.append(f"{prefix}{digest}" if seen[digest] == 1 else f"{prefix}{digest}-{seen[digest]}")
    return ids
