"""Steps that mark rows: `keep` and `drop_reason` say what became of each, none is deleted."""

from goldsmith_distilabel.curate.exact_duplicates import ExactDuplicates
from goldsmith_distilabel.curate.language_filter import LanguageFilter
from goldsmith_distilabel.curate.length_filter import LengthFilter
from goldsmith_distilabel.curate.near_duplicates import NearDuplicates

__all__ = ["ExactDuplicates", "LanguageFilter", "LengthFilter", "NearDuplicates"]
