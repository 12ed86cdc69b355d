"""Steps that label, and that say which rows people should see."""

from goldsmith_distilabel.label.llm_label import LLMLabel
from goldsmith_distilabel.label.route_by_confidence import RouteByConfidence
from goldsmith_distilabel.label.select_for_review import SelectForReview
from goldsmith_distilabel.label.weak_labels import WeakLabels

__all__ = ["LLMLabel", "RouteByConfidence", "SelectForReview", "WeakLabels"]
