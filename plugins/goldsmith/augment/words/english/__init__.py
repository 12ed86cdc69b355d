"""What English needs for a word to stand where another stood: its part of speech, its form, the article before it."""

from goldsmith.augment.words.english.article import article_for
from goldsmith.augment.words.english.closed_words import CLOSED_WORDS
from goldsmith.augment.words.english.forms import Reading, inflected, may_be_of, readings
from goldsmith.augment.words.english.part_of_speech import Surroundings, likeliest, surroundings

__all__ = [
    "CLOSED_WORDS",
    "Reading",
    "Surroundings",
    "article_for",
    "inflected",
    "likeliest",
    "may_be_of",
    "readings",
    "surroundings",
]
