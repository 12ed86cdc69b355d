"""What labeling functions do, where they are wrong, and which one is missing."""

from goldsmith.labels.analysis.lf_errors import LFErrors, lf_errors
from goldsmith.labels.analysis.lf_summary import LFSummary, lf_summary
from goldsmith.labels.analysis.next_function import FunctionAdvice, next_function
from goldsmith.labels.analysis.telling_words import TellingWord, telling_words

__all__ = [
    "FunctionAdvice",
    "LFErrors",
    "LFSummary",
    "TellingWord",
    "lf_errors",
    "lf_summary",
    "next_function",
    "telling_words",
]
