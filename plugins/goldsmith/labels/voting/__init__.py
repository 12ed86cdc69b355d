"""Labeling functions run over rows, and functions that vote on whole columns."""

from goldsmith.labels.voting.apply_functions import (
    ApplyReport,
    LabelingFunction,
    apply_functions,
    function_name,
)
from goldsmith.labels.voting.keyword_votes import KeywordVotes
from goldsmith.labels.voting.lookup_votes import LookupVotes
from goldsmith.labels.voting.pattern_votes import PatternVotes
from goldsmith.labels.voting.row_chunk import RowChunk, RowView

__all__ = [
    "ApplyReport",
    "KeywordVotes",
    "LabelingFunction",
    "LookupVotes",
    "PatternVotes",
    "RowChunk",
    "RowView",
    "apply_functions",
    "function_name",
]
