"""Labels from several voters: models, agreement, confidence and routing."""

from goldsmith.labels.route import Route, route

__all__ = ["Route", "route"]
