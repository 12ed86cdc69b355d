"""Snorkel labeling functions joined with LLM votes."""

from goldsmith.extras import require

require("snorkel", extra="snorkel")  # before anything imports it, to name the extra

from goldsmith.labels import llm_votes  # noqa: E402
from goldsmith.labels.prompted import Settings, VotePrompt  # noqa: E402
from goldsmith_snorkel.apply_lfs import ApplyReport, apply_lfs  # noqa: E402
from goldsmith_snorkel.column_lfs import keyword_lf, lookup_lf, regex_lf  # noqa: E402
from goldsmith_snorkel.label_model import LabelModel  # noqa: E402
from goldsmith_snorkel.lf_analysis import LFAnalysis  # noqa: E402
from goldsmith_snorkel.llm_labeling_function import llm_labeling_function  # noqa: E402
from goldsmith_snorkel.llm_voting import LLMVotes, LLMVoting  # noqa: E402
from goldsmith_snorkel.propose_labeling_functions import propose_labeling_functions  # noqa: E402

__all__ = [
    "ApplyReport",
    "LFAnalysis",
    "LLMVotes",
    "LLMVoting",
    "LabelModel",
    "Settings",
    "VotePrompt",
    "apply_lfs",
    "keyword_lf",
    "llm_labeling_function",
    "llm_votes",
    "lookup_lf",
    "propose_labeling_functions",
    "regex_lf",
]
