"""What a data set is worth, and the page that says so."""

from goldsmith.quality.accuracy import accuracy
from goldsmith.quality.before_and_after import before_and_after
from goldsmith.quality.bias import Bias, bias
from goldsmith.quality.bias_amplification import bias_amplification
from goldsmith.quality.causal_logprobs import CausalLogprobs
from goldsmith.quality.collapse import Collapse, Curve, collapse
from goldsmith.quality.compression_ratio import compression_ratio
from goldsmith.quality.consistency import (
    Consistency,
    Contradiction,
    Leak,
    consistency,
    contradictions,
    leakage,
)
from goldsmith.quality.contamination import Contaminated, Contamination, contamination
from goldsmith.quality.contamination_page import contamination_page
from goldsmith.quality.cost_quality_report import cost_quality_report
from goldsmith.quality.counterfactual import GENDER_WORDS, counterfactual, swapped
from goldsmith.quality.distinct_n import distinct_n
from goldsmith.quality.distributions import Distribution, distribution, jensen_shannon, total_variation
from goldsmith.quality.divergence_frontier import divergence_frontier, frontier_area, frontier_integral
from goldsmith.quality.diversity import diversity
from goldsmith.quality.embedding_spread import embedding_spread
from goldsmith.quality.generation_shares import generation_shares
from goldsmith.quality.group_scores import group_scores
from goldsmith.quality.html_report import (
    Bar,
    Bars,
    Column,
    Flow,
    Histogram,
    Line,
    Lines,
    Mark,
    Numbers,
    Pair,
    Reliability,
    Report,
    Rows,
    Section,
    SideBySide,
    Stage,
    Table,
    Text,
    Tile,
)
from goldsmith.quality.measure import Measure, Measures
from goldsmith.quality.naturalness import naturalness, perplexity
from goldsmith.quality.privacy import Memorised, Privacy, privacy
from goldsmith.quality.quality_report import QualityReport, report
from goldsmith.quality.readability import READABILITY, flesch_reading_ease, readability
from goldsmith.quality.self_bleu import self_bleu
from goldsmith.quality.token_windows import token_windows
from goldsmith.quality.topic_coverage import cells, topic_coverage, topic_evenness
from goldsmith.quality.trend import Trend, mann_kendall
from goldsmith.quality.two_sample_test import two_sample_test
from goldsmith.quality.vendi_score import vendi_score
from goldsmith.quality.verbatim import Shared, shared_runs
from goldsmith.quality.vote_page import vote_page

__all__ = [
    "GENDER_WORDS",
    "READABILITY",
    "Bar",
    "Bars",
    "Bias",
    "CausalLogprobs",
    "Collapse",
    "Column",
    "Consistency",
    "Contaminated",
    "Contamination",
    "Contradiction",
    "Curve",
    "Distribution",
    "Flow",
    "Histogram",
    "Leak",
    "Line",
    "Lines",
    "Mark",
    "Measure",
    "Measures",
    "Memorised",
    "Numbers",
    "Pair",
    "Privacy",
    "QualityReport",
    "Reliability",
    "Report",
    "Rows",
    "Section",
    "Shared",
    "SideBySide",
    "Stage",
    "Table",
    "Text",
    "Tile",
    "Trend",
    "accuracy",
    "before_and_after",
    "bias",
    "bias_amplification",
    "cells",
    "collapse",
    "compression_ratio",
    "consistency",
    "contamination",
    "contamination_page",
    "contradictions",
    "cost_quality_report",
    "counterfactual",
    "distinct_n",
    "distribution",
    "divergence_frontier",
    "diversity",
    "embedding_spread",
    "flesch_reading_ease",
    "frontier_area",
    "frontier_integral",
    "generation_shares",
    "group_scores",
    "jensen_shannon",
    "leakage",
    "mann_kendall",
    "naturalness",
    "perplexity",
    "privacy",
    "readability",
    "report",
    "self_bleu",
    "shared_runs",
    "swapped",
    "token_windows",
    "topic_coverage",
    "topic_evenness",
    "total_variation",
    "two_sample_test",
    "vendi_score",
    "vote_page",
]
