"""What to make of a labelled set, and how much."""

from goldsmith.augment.plan.choose_plan import Plan, Trial, choose_plan, per_text
from goldsmith.augment.plan.new_texts import Embed, NewText, NewTexts, new_texts
from goldsmith.augment.plan.standard_techniques import (
    eda_technique,
    neighbour_technique,
    punctuation_technique,
)
from goldsmith.augment.plan.technique import Make, Technique, mixed

__all__ = [
    "Embed",
    "Make",
    "NewText",
    "NewTexts",
    "Plan",
    "Technique",
    "Trial",
    "choose_plan",
    "eda_technique",
    "mixed",
    "neighbour_technique",
    "new_texts",
    "per_text",
    "punctuation_technique",
]
