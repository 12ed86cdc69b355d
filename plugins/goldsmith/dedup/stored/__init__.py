"""What an index keeps from run to run: arrays in files, and which rows it has seen."""

from goldsmith.dedup.stored.admitted import Admitted, admitted
from goldsmith.dedup.stored.parts import Arrays, Part, StoredParts
from goldsmith.dedup.stored.seen_rows import SeenRows
from goldsmith.dedup.stored.strings import packed, unpacked
from goldsmith.dedup.stored.vectors import StoredTexts

__all__ = [
    "Admitted",
    "Arrays",
    "Part",
    "SeenRows",
    "StoredParts",
    "StoredTexts",
    "admitted",
    "packed",
    "unpacked",
]
