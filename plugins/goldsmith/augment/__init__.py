"""New texts made of the ones there are, that keep their labels."""

from goldsmith.augment.attributes import (
    own_values,
    proposal_schema,
    read_proposal,
    read_values,
    values_schema,
)
from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.covering_design import covering_design
from goldsmith.augment.drift import drift
from goldsmith.augment.new_texts import flip_reason, new_text_reason
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
    "covering_design",
    "drift",
    "edited",
    "flip_reason",
    "new_text_reason",
    "overlap",
    "own_values",
    "projected",
    "proposal_schema",
    "read_proposal",
    "read_texts",
    "read_values",
    "rewritten",
    "seeded",
    "surfaces",
    "texts_schema",
    "tokenize",
    "unchanged",
    "values_schema",
]
