"""New texts made of the ones there are, that keep their labels."""

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.seeded import seeded
from goldsmith.augment.tokens import Token, tokenize

__all__ = [
    "Augmented",
    "Edit",
    "Span",
    "Token",
    "edited",
    "seeded",
    "tokenize",
    "unchanged",
]
