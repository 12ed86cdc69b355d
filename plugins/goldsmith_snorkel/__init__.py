"""Snorkel labeling functions joined with LLM votes."""

from goldsmith.labels import llm_votes
from goldsmith_snorkel.apply_lfs import ApplyReport, apply_lfs
from goldsmith_snorkel.label_model import LabelModel
from goldsmith_snorkel.propose_labeling_functions import propose_labeling_functions

__all__ = ["ApplyReport", "LabelModel", "apply_lfs", "llm_votes", "propose_labeling_functions"]
