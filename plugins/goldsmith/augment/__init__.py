"""New texts made of the ones there are, that keep their labels."""

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.cased import cased
from goldsmith.augment.other_forms.renamed_code import renamed_code
from goldsmith.augment.other_forms.varied_turns import varied_turns
from goldsmith.augment.replacing.code_switch import code_switched, read_dictionary
from goldsmith.augment.replacing.contextual_replacement import Proposer, Replacing, replaced
from goldsmith.augment.replacing.entity_swap import entity_swapped, surfaces_by_label
from goldsmith.augment.replacing.inflections import Inflection, inflected_synonyms, read_unimorph
from goldsmith.augment.replacing.label_words import label_words
from goldsmith.augment.replacing.replaceable import Guarded, fits, replaceable
from goldsmith.augment.replacing.transliterate import STANDARDS, Standard, restored, transliterated
from goldsmith.augment.replacing.word_neighbours import NeighbourProposer, WordNeighbours
from goldsmith.augment.rewriting.attributes import (
    own_values,
    proposal_schema,
    read_proposal,
    read_values,
    values_schema,
)
from goldsmith.augment.rewriting.covering_design import covering_design
from goldsmith.augment.rewriting.drift import drift
from goldsmith.augment.rewriting.marked_spans import marked, unmarked
from goldsmith.augment.rewriting.new_texts import flip_reason, new_text_reason
from goldsmith.augment.rewriting.overlap import overlap
from goldsmith.augment.rewriting.projected import projected, surfaces
from goldsmith.augment.rewriting.rewritten import Bounds, Similarity, rewritten
from goldsmith.augment.rewriting.written_texts import read_texts, texts_schema
from goldsmith.augment.seeded import seeded
from goldsmith.augment.tokens import Token, tokenize
from goldsmith.augment.wordnet import WordNet, english_wordnet, read_wordnet
from goldsmith.augment.words.aeda import AEDA_MARKS, aeda
from goldsmith.augment.words.character_noise import NOISE_KINDS, character_noise
from goldsmith.augment.words.eda import EDA_OPERATIONS, eda, eda_defaults
from goldsmith.augment.words.keyboards import KEYBOARDS, neighbours
from goldsmith.augment.words.ocr_confusions import OCR_CONFUSIONS, misread
from goldsmith.augment.words.stop_words import STOP_WORDS
from goldsmith.augment.words.tf_idf import TfIdf, fit_tf_idf, replace_by_tf_idf

__all__ = [
    "AEDA_MARKS",
    "EDA_OPERATIONS",
    "KEYBOARDS",
    "NOISE_KINDS",
    "OCR_CONFUSIONS",
    "STANDARDS",
    "STOP_WORDS",
    "Augmented",
    "Bounds",
    "Edit",
    "Guarded",
    "Inflection",
    "NeighbourProposer",
    "Proposer",
    "Replacing",
    "Similarity",
    "Span",
    "Standard",
    "TfIdf",
    "Token",
    "WordNeighbours",
    "WordNet",
    "aeda",
    "cased",
    "character_noise",
    "code_switched",
    "covering_design",
    "drift",
    "eda",
    "eda_defaults",
    "edited",
    "english_wordnet",
    "entity_swapped",
    "fit_tf_idf",
    "fits",
    "flip_reason",
    "inflected_synonyms",
    "label_words",
    "marked",
    "misread",
    "neighbours",
    "new_text_reason",
    "overlap",
    "own_values",
    "projected",
    "proposal_schema",
    "read_dictionary",
    "read_proposal",
    "read_texts",
    "read_unimorph",
    "read_values",
    "read_wordnet",
    "renamed_code",
    "replace_by_tf_idf",
    "replaceable",
    "replaced",
    "restored",
    "rewritten",
    "seeded",
    "surfaces",
    "surfaces_by_label",
    "texts_schema",
    "tokenize",
    "transliterated",
    "unchanged",
    "unmarked",
    "values_schema",
    "varied_turns",
]
