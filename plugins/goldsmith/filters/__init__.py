"""Filters mark rows, they never delete: `keep` and `drop_reason` say what became of each."""

from goldsmith.filters.apply import apply
from goldsmith.filters.language import LanguageVerdict, detect_languages, language_reason
from goldsmith.filters.length import length_reason

__all__ = ["LanguageVerdict", "apply", "detect_languages", "language_reason", "length_reason"]
