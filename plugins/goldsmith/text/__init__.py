"""Text as every part of goldsmith compares and stores it."""

from goldsmith.text.normalise import normalise
from goldsmith.text.well_formed import well_formed

__all__ = ["normalise", "well_formed"]
