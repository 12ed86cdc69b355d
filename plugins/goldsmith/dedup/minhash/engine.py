"""Which engine computes."""

from functools import cache
from importlib import import_module
from typing import Literal, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from goldsmith.dedup.minhash import numpy_engine
from goldsmith.dedup.minhash.batches import Batch
from goldsmith.errors import InputError, MissingExtraError
from goldsmith.extras import require

__all__ = ["Engine", "EngineName", "engine_named"]

EngineName = Literal["auto", "numba", "numpy"]
Hashes = NDArray[np.uint64]
Positions = NDArray[np.int64]


class Engine(Protocol):
    """The five loops over hashes; see `numpy_engine` for what each returns."""

    def shingles(
        self, batch: Batch, classes: NDArray[np.uint8], *, chars: bool, size: int
    ) -> tuple[Hashes, Positions]:
        """Cut texts into hashed shingles."""
        ...

    def signatures(
        self,
        hashes: Hashes,
        offsets: Positions,
        groups: Hashes,
        permutations: NDArray[np.uint32],
        bands: int,
    ) -> tuple[NDArray[np.uint32], Hashes, Hashes]:
        """Sign rows by MinHash."""
        ...

    def tidy(self, hashes: Hashes, offsets: Positions, rows: Positions, out: Hashes) -> Positions:
        """Sort the shingles of rows, each once."""
        ...

    def by_key(self, keys: NDArray[np.uint32]) -> Hashes:
        """Sort the keys of a band."""
        ...

    def jaccard(
        self, flat: Hashes, starts: Positions, lengths: Positions, left: Positions, right: Positions
    ) -> NDArray[np.float64]:
        """Compare tidy rows."""
        ...


@cache
def engine_named(name: EngineName = "auto") -> Engine:
    """Return numba's engine, or numpy's; "auto" takes numba's where numba is installed.

    Raises:
        InputError: there is no engine of that name.
        MissingExtraError: "numba" was asked for and is not installed.
    """
    if name not in ("auto", "numba", "numpy"):
        raise InputError(f"engine must be 'auto', 'numba' or 'numpy', got {name!r}")
    if name == "numpy":
        return numpy_engine
    try:
        require("numba", extra="dedup")
    except MissingExtraError:
        if name == "numba":
            raise
        return numpy_engine
    return cast("Engine", import_module("goldsmith.dedup.minhash.numba_engine"))
