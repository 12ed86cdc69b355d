"""MinHash with banded locality-sensitive hashing: from texts to pairs whose true Jaccard similarity is known."""

from goldsmith.dedup.minhash.bands import band_shape, chance_found
from goldsmith.dedup.minhash.batches import Row
from goldsmith.dedup.minhash.documents import Documents
from goldsmith.dedup.minhash.engine import Engine, EngineName, engine_named
from goldsmith.dedup.minhash.search import Edges, search
from goldsmith.dedup.minhash.segment import Segment, joined, segments
from goldsmith.dedup.minhash.settings import Settings, Unit
from goldsmith.dedup.minhash.shingles import Shingles

__all__ = [
    "Documents",
    "Edges",
    "Engine",
    "EngineName",
    "Row",
    "Segment",
    "Settings",
    "Shingles",
    "Unit",
    "band_shape",
    "chance_found",
    "engine_named",
    "joined",
    "search",
    "segments",
]
