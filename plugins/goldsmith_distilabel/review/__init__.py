"""Steps with which a pipeline ends and begins at the review."""

from goldsmith_distilabel.review.push_to_review import PushToReview
from goldsmith_distilabel.review.reviewed_labels import ReviewedLabels

__all__ = ["PushToReview", "ReviewedLabels"]
