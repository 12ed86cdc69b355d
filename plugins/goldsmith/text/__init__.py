"""Text as every part of goldsmith compares, reads and stores it."""

from goldsmith.text.is_english import is_english
from goldsmith.text.normalise import letters_and_digits, normalise
from goldsmith.text.read_json import read_json
from goldsmith.text.well_formed import well_formed
from goldsmith.text.without_thought import without_thought

__all__ = ["is_english", "letters_and_digits", "normalise", "read_json", "well_formed", "without_thought"]
