"""New texts made of the ones there are, that keep their labels."""

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.drift import drift
from goldsmith.augment.overlap import overlap
from goldsmith.augment.projected import projected, surfaces
from goldsmith.augment.rewritten import Bounds, Similarity, rewritten
from goldsmith.augment.seeded import seeded
from goldsmith.augment.tokens import Token, tokenize
from goldsmith.augment.written_texts import read_texts, texts_schema

__all__ = [
    "Augmented",
    "Bounds",
    "Edit",
    "Similarity",
    "Span",
    "Token",
    "drift",
    "edited",
    "overlap",
    "projected",
    "read_texts",
    "rewritten",
    "seeded",
    "surfaces",
    "texts_schema",
    "tokenize",
    "unchanged",
]
