"""Steps that label."""

from goldsmith_distilabel.label.llm_label import LLMLabel

__all__ = ["LLMLabel"]
