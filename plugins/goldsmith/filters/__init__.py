"""Filters mark rows, they never delete: `keep` and `drop_reason` say what became of each."""

from goldsmith.filters.apply import apply
from goldsmith.filters.c4 import C4Lines, c4_sentences
from goldsmith.filters.encoding import EncodingDamage, encoding_damage, encoding_reason, mend_encoding
from goldsmith.filters.evaluation_items import EvaluationItems, Overlap, contamination_reason
from goldsmith.filters.formats import fences_reason, json_reason, python_reason
from goldsmith.filters.hate_sonar import HateSonar
from goldsmith.filters.language import LanguageVerdict, detect_languages, language_reason
from goldsmith.filters.language_shares import foreign_reason, language_shares
from goldsmith.filters.length import TextLength, length_reason, measured_length
from goldsmith.filters.pii import PII_KINDS, PiiSpan, find_pii, mask_pii, pii_reason
from goldsmith.filters.presidio import PresidioPii
from goldsmith.filters.prompt_leaks import (
    PromptLeak,
    echoed_share,
    find_prompt_leak,
    prompt_leak_reason,
    template_markers,
)
from goldsmith.filters.quality_rules import (
    STOP_WORDS,
    TERMINAL,
    QualityRules,
    quality_reason,
    quality_scores,
)
from goldsmith.filters.refusals import REFUSAL_LANGUAGES, Refusal, find_refusal, refusal_reason
from goldsmith.filters.repetition import RepetitionLimits, repetition_reason, repetition_scores
from goldsmith.filters.token_counter import token_counter
from goldsmith.filters.topics import Topic, Topics, topic_reason
from goldsmith.filters.toxic_words import TOXIC_LANGUAGES, ToxicWords
from goldsmith.filters.toxicity import ToxicityScorer, toxicity_reason
from goldsmith.filters.toxicity_judgement import (
    TOXICITY_CATEGORIES,
    TOXICITY_LEVELS,
    read_toxicity,
    toxicity_schema,
)
from goldsmith.filters.toxicity_model import ToxicityModel

__all__ = [
    "PII_KINDS",
    "REFUSAL_LANGUAGES",
    "STOP_WORDS",
    "TERMINAL",
    "TOXICITY_CATEGORIES",
    "TOXICITY_LEVELS",
    "TOXIC_LANGUAGES",
    "C4Lines",
    "EncodingDamage",
    "EvaluationItems",
    "HateSonar",
    "LanguageVerdict",
    "Overlap",
    "PiiSpan",
    "PresidioPii",
    "PromptLeak",
    "QualityRules",
    "Refusal",
    "RepetitionLimits",
    "TextLength",
    "Topic",
    "Topics",
    "ToxicWords",
    "ToxicityModel",
    "ToxicityScorer",
    "apply",
    "c4_sentences",
    "contamination_reason",
    "detect_languages",
    "echoed_share",
    "encoding_damage",
    "encoding_reason",
    "fences_reason",
    "find_pii",
    "find_prompt_leak",
    "find_refusal",
    "foreign_reason",
    "json_reason",
    "language_reason",
    "language_shares",
    "length_reason",
    "mask_pii",
    "measured_length",
    "mend_encoding",
    "pii_reason",
    "prompt_leak_reason",
    "python_reason",
    "quality_reason",
    "quality_scores",
    "read_toxicity",
    "refusal_reason",
    "repetition_reason",
    "repetition_scores",
    "template_markers",
    "token_counter",
    "topic_reason",
    "toxicity_reason",
    "toxicity_schema",
]
