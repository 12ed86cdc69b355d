"""New texts made of the ones there are, that keep their labels."""

from goldsmith.augment.aeda import AEDA_MARKS, aeda
from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.character_noise import NOISE_KINDS, character_noise
from goldsmith.augment.eda import EDA_OPERATIONS, eda, eda_defaults
from goldsmith.augment.keyboards import KEYBOARDS, neighbours
from goldsmith.augment.ocr_confusions import OCR_CONFUSIONS, misread
from goldsmith.augment.seeded import seeded
from goldsmith.augment.stop_words import STOP_WORDS
from goldsmith.augment.tf_idf import TfIdf, fit_tf_idf, replace_by_tf_idf
from goldsmith.augment.tokens import Token, tokenize
from goldsmith.augment.wordnet import WordNet, english_wordnet, read_wordnet

__all__ = [
    "AEDA_MARKS",
    "EDA_OPERATIONS",
    "KEYBOARDS",
    "NOISE_KINDS",
    "OCR_CONFUSIONS",
    "STOP_WORDS",
    "Augmented",
    "Edit",
    "Span",
    "TfIdf",
    "Token",
    "WordNet",
    "aeda",
    "character_noise",
    "eda",
    "eda_defaults",
    "edited",
    "english_wordnet",
    "fit_tf_idf",
    "misread",
    "neighbours",
    "read_wordnet",
    "replace_by_tf_idf",
    "seeded",
    "tokenize",
    "unchanged",
]
