"""Steps that label, and that say which rows people should see."""

from goldsmith_distilabel.label.llm_label import LLMLabel
from goldsmith_distilabel.label.llm_multi_label import LLMMultiLabel
from goldsmith_distilabel.label.llm_rating import LLMRating
from goldsmith_distilabel.label.llm_spans import LLMSpans
from goldsmith_distilabel.label.route_by_confidence import RouteByConfidence
from goldsmith_distilabel.label.select_for_review import SelectForReview
from goldsmith_distilabel.label.weak_labels import WeakLabels

__all__ = [
    "LLMLabel",
    "LLMMultiLabel",
    "LLMRating",
    "LLMSpans",
    "RouteByConfidence",
    "SelectForReview",
    "WeakLabels",
]
