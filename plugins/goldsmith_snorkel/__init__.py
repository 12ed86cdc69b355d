"""Snorkel labeling functions joined with LLM votes."""

from goldsmith_snorkel.apply_lfs import ApplyReport, apply_lfs
from goldsmith_snorkel.label_model import LabelModel
from goldsmith_snorkel.llm_votes import llm_votes

__all__ = ["ApplyReport", "LabelModel", "apply_lfs", "llm_votes"]
