"""Duplicates: which earlier row each row repeats."""

from goldsmith.dedup.agreement import Reading, disagreement, read
from goldsmith.dedup.clusters import Matches, NearDuplicates, Pairs
from goldsmith.dedup.exact_duplicates import exact_duplicates
from goldsmith.dedup.meaning_words import LANGUAGES
from goldsmith.dedup.near_another import near_another
from goldsmith.dedup.near_duplicate_index import NearDuplicateIndex
from goldsmith.dedup.near_duplicates import near_duplicates
from goldsmith.dedup.paraphrase_index import ParaphraseIndex
from goldsmith.dedup.paraphrases import Paraphrases, paraphrases
from goldsmith.dedup.rouge_l import MostSimilar, RougeLNovelty
from goldsmith.dedup.semantic_duplicates import semantic_duplicates, semantic_matches
from goldsmith.dedup.stored import Admitted

__all__ = [
    "LANGUAGES",
    "Admitted",
    "Matches",
    "MostSimilar",
    "NearDuplicateIndex",
    "NearDuplicates",
    "Pairs",
    "ParaphraseIndex",
    "Paraphrases",
    "Reading",
    "RougeLNovelty",
    "disagreement",
    "exact_duplicates",
    "near_another",
    "near_duplicates",
    "paraphrases",
    "read",
    "semantic_duplicates",
    "semantic_matches",
]
