"""Labels: what a model's probabilities say about them."""

from goldsmith.labels.label_scores import calibrated, content_free_prior, label_scores, open_prefixes

__all__ = ["calibrated", "content_free_prior", "label_scores", "open_prefixes"]
