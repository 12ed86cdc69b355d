"""Snorkel labeling functions joined with LLM votes."""

from goldsmith.extras import require

require("snorkel", extra="snorkel")  # before anything imports it, to name the extra

from goldsmith.labels import llm_votes
from goldsmith.labels.prompted import Settings, VotePrompt
from goldsmith_snorkel.apply_lfs import ApplyReport, apply_lfs
from goldsmith_snorkel.column_lfs import keyword_lf, lookup_lf, regex_lf
from goldsmith_snorkel.label_model import LabelModel
from goldsmith_snorkel.lf_analysis import LFAnalysis
from goldsmith_snorkel.llm_labeling_function import llm_labeling_function
from goldsmith_snorkel.llm_voting import LLMVotes, LLMVoting
from goldsmith_snorkel.propose_labeling_functions import propose_labeling_functions

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
