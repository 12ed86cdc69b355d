"""Random choices that depend on the text alone, not on the rows around it."""

import hashlib
import random

__all__ = ["seeded"]


def seeded(seed: int, *parts: str) -> random.Random:
    """Return a generator for a text: the same in any batch, order or process.

    >>> seeded(0, "a text").random() == seeded(0, "a text").random() != seeded(1, "a text").random()
    True
    """
    told = "\0".join((str(seed), *parts)).encode("utf-8", "surrogatepass")
    return random.Random(hashlib.blake2b(told, digest_size=8).digest())  # noqa: S311 - nothing is kept secret by it
