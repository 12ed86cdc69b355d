"""Text as every part of goldsmith compares, reads and stores it."""

from goldsmith.text.defused import defused, tagged
from goldsmith.text.is_english import is_english
from goldsmith.text.normalise import letters_and_digits, normalise
from goldsmith.text.read_json import read_json
from goldsmith.text.shortened import shortened
from goldsmith.text.well_formed import well_formed
from goldsmith.text.without_thought import without_thought

__all__ = [
    "defused",
    "is_english",
    "letters_and_digits",
    "normalise",
    "read_json",
    "shortened",
    "tagged",
    "well_formed",
    "without_thought",
]
