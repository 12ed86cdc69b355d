"""The synonyms of a language's words, looked up once for each."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from goldsmith.augment.wordnet import WordNet
from goldsmith.augment.words.stop_words import is_stop_word
from goldsmith.augment.words.synonyms import synonyms_anywhere, synonyms_at
from goldsmith.augment.words.wording import Wording

__all__ = ["Lexicon"]


class Lexicon:
    """What is known of a language's words.

    Args:
        language: ISO 639-1.
        wordnet: the synonyms, or None.
        stop_words: words of which none is sought.
    """

    def __init__(self, language: str, wordnet: WordNet | None, stop_words: frozenset[str]) -> None:
        self.language = language
        self._wordnet = wordnet
        self._stop_words = stop_words
        self._anywhere = lru_cache(maxsize=100_000)(self._looked_up)

    def synonyms(self, given: Wording, numbers: Iterable[int]) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield those of some words that have synonyms, by number, and these; no stop word has any."""
        wordnet = self._wordnet
        if wordnet is None:
            return
        texts, words, anywhere = given.tokens.texts, given.words, self._anywhere
        for number in numbers:
            found = anywhere(texts[words[number]])
            if found is None:
                found = synonyms_at(given, number, wordnet)
            if found:
                yield number, found

    def _looked_up(self, word: str) -> Sequence[str] | None:
        """Return the synonyms that a word has wherever it stands, for most words none; None where that depends on its place."""
        if self._wordnet is None or is_stop_word(word, self._stop_words):
            return ()
        return synonyms_anywhere(word, self._wordnet, self.language)
