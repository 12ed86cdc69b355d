"""ROUGE-L between a text and a growing pool of others."""

from goldsmith.dedup.rouge_l.novelty import MostSimilar, RougeLNovelty
from goldsmith.dedup.rouge_l.words import Words, rouge_words, unicode_words

__all__ = ["MostSimilar", "RougeLNovelty", "Words", "rouge_words", "unicode_words"]
