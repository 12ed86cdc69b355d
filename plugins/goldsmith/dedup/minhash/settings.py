"""What makes two near-duplicate indexes comparable."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from goldsmith.dedup.minhash.bands import band_shape
from goldsmith.errors import InputError

__all__ = ["Settings", "Unit"]

Unit = Literal["word", "char"]


@dataclass(frozen=True)
class Settings:
    """How texts become sets of shingles, and which pairs of sets are looked at.

    Raises:
        InputError: a value is out of its bounds.
    """

    threshold: float = 0.58
    shingle: int = 2
    unit: Unit = "word"
    num_perm: int = 128
    seed: int = 1

    def __post_init__(self) -> None:
        self._check("threshold", self.threshold, "in (0, 1]", ok=0 < self.threshold <= 1)
        self._check("shingle", self.shingle, "from 1 to 100", ok=1 <= self.shingle <= 100)
        self._check("unit", self.unit, "'word' or 'char'", ok=self.unit in get_args(Unit))
        self._check("num_perm", self.num_perm, "from 1 to 4,096", ok=1 <= self.num_perm <= 4096)
        self._check("seed", self.seed, "at least 0", ok=self.seed >= 0)

    @staticmethod
    def _check(name: str, value: object, wanted: str, *, ok: bool) -> None:
        if not ok:
            raise InputError(f"{name} must be {wanted}, got {value!r}")

    @property
    def shape(self) -> tuple[int, int]:
        """(bands, rows) of the signatures."""
        return band_shape(self.threshold, self.num_perm)

    def stored(self) -> dict[str, Any]:
        """Return what must be the same wherever hashes of these settings are compared."""
        return asdict(self) | {"unicode": unicodedata.unidata_version}
