"""New texts made of the ones there are, that keep their labels."""

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.eda import EDA_OPERATIONS, eda, eda_defaults
from goldsmith.augment.seeded import seeded
from goldsmith.augment.stop_words import STOP_WORDS
from goldsmith.augment.tokens import Token, tokenize
from goldsmith.augment.wordnet import WordNet, english_wordnet, read_wordnet

__all__ = [
    "EDA_OPERATIONS",
    "STOP_WORDS",
    "Augmented",
    "Edit",
    "Span",
    "Token",
    "WordNet",
    "eda",
    "eda_defaults",
    "edited",
    "english_wordnet",
    "read_wordnet",
    "seeded",
    "tokenize",
    "unchanged",
]
