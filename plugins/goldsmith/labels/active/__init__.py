"""Active learning: which rows to label next, which to label again, and when to stop."""

from goldsmith.labels.active.active_lab import ActiveLab, active_lab
from goldsmith.labels.active.class_margins import class_margins
from goldsmith.labels.active.select import Strategy, select
from goldsmith.labels.active.select_with import select_with
from goldsmith.labels.active.stopping_advice import StoppingAdvice, stopping_advice

__all__ = [
    "ActiveLab",
    "StoppingAdvice",
    "Strategy",
    "active_lab",
    "class_margins",
    "select",
    "select_with",
    "stopping_advice",
]
