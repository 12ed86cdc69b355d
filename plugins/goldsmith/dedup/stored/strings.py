"""Strings as arrays of bytes, so that one is read without the others."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.stored.parts import Arrays

__all__ = ["packed", "unpacked"]


def packed(name: str, strings: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    r"""Return two arrays under `name` and `name_at`: the strings' bytes, and where each begins, [n + 1].

    >>> unpacked(packed("text", ["a", "", "\ud800"]), "text", 2)
    '\ud800'
    """
    encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
    at = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return {name: np.frombuffer(b"".join(encoded), np.uint8), f"{name}_at": at}


def unpacked(arrays: Arrays, name: str, number: int) -> str:
    """Return one of the strings under `name`."""
    begin, end = arrays[f"{name}_at"][number : number + 2].tolist()
    return arrays[name][begin:end].tobytes().decode("utf-8", "surrogatepass")
