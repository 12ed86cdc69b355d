"""Every step that makes new rows of rows, in a state to run: what the tests of all of them go through."""

from tests.goldsmith_distilabel.augment.every_word_step import CHANGING_WORDS
from tests.goldsmith_distilabel.generate.every_step import Case

__all__ = ["CASES"]

CASES: dict[str, Case] = {**CHANGING_WORDS}
