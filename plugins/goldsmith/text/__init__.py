"""Text as every part of goldsmith compares, reads and stores it."""

from goldsmith.text.normalise import normalise
from goldsmith.text.read_json import read_json
from goldsmith.text.well_formed import well_formed

__all__ = ["normalise", "read_json", "well_formed"]
