"""The four operations of EDA (Wei & Zou 2019, section 2), each on a text's words."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from random import Random
from typing import cast

from goldsmith.augment.augmented import Augmented
from goldsmith.augment.cased import cased
from goldsmith.augment.wordnet import WordNet
from goldsmith.augment.words.reworded import reworded
from goldsmith.augment.words.stop_words import is_stop_word
from goldsmith.augment.words.synonyms import may_have_synonyms, synonyms_at
from goldsmith.augment.words.wording import Wording

__all__ = ["OPERATIONS", "Lexicon"]

_TRIES = 10
"""Words tried for an insertion before it is left out, as in the authors' code."""


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
        self._may_have = lru_cache(maxsize=100_000)(self._looked_up)

    def synonyms(self, given: Wording, numbers: Iterable[int]) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield those of some words that have synonyms, by number, and these; no stop word has any."""
        texts, words, may_have = given.tokens.texts, given.words, self._may_have
        for number in numbers:
            if may_have(texts[words[number]]):
                found = synonyms_at(given, number, cast("WordNet", self._wordnet), self.language)
                if found:
                    yield number, found

    def _looked_up(self, word: str) -> bool:
        """Return whether a word may have synonyms where it stands; for most, the answer is no wherever that is."""
        if self._wordnet is None or is_stop_word(word, self._stop_words):
            return False
        return self.language != "en" or may_have_synonyms(word.lower(), self._wordnet)


def _synonym_replacement(given: Wording, alpha: float, chance: Random, lexicon: Lexicon) -> Augmented:
    """Replace n words that are no stop words, each by one of its synonyms."""
    replaced: dict[int, str] = {}
    n = _n(given, alpha)
    order = sorted(range(len(given.words)), key=lambda _: chance.random())
    for number, found in islice(lexicon.synonyms(given, order), n):
        replaced[number] = cased(chance.choice(found), given.word(number))
    return reworded(given, "synonym replacement", replaced, articles=lexicon.language == "en")


def _random_insertion(given: Wording, alpha: float, chance: Random, lexicon: Lexicon) -> Augmented:
    """Insert a synonym of a random word that is no stop word at a random place, n times."""
    inserted: dict[int, list[str]] = defaultdict(list)
    for _ in range(_n(given, alpha)):
        tried = (chance.randrange(len(given.words)) for _ in range(_TRIES))
        for _, found in islice(lexicon.synonyms(given, tried), 1):
            there = inserted[chance.randint(0, len(given.words))]
            there.insert(chance.randint(0, len(there)), chance.choice(found))
    return reworded(given, "random insertion", {}, inserted, articles=lexicon.language == "en")


def _random_swap(given: Wording, alpha: float, chance: Random, lexicon: Lexicon) -> Augmented:
    """Let two random words change places, n times."""
    places = list(range(len(given.words)))
    for _ in range(_n(given, alpha) if len(places) > 1 else 0):
        one, other = chance.sample(range(len(places)), 2)
        places[one], places[other] = places[other], places[one]
    replaced = {number: given.word(place) for number, place in enumerate(places) if number != place}
    return reworded(given, "random swap", replaced, articles=lexicon.language == "en")


def _random_deletion(given: Wording, alpha: float, chance: Random, lexicon: Lexicon) -> Augmented:
    """Delete each word with probability alpha; if none would be left, one random word stays."""
    gone = {number for number in range(len(given.words)) if chance.random() < alpha}
    if len(gone) == len(given.words):
        gone.discard(chance.randrange(len(given.words)))
    replaced = dict.fromkeys(sorted(gone), "")
    return reworded(given, "random deletion", replaced, articles=lexicon.language == "en")


def _n(given: Wording, alpha: float) -> int:
    """Return how many words an operation changes: alpha times their number, at least one."""
    return max(1, int(alpha * len(given.words)))


OPERATIONS: dict[str, Callable[[Wording, float, Random, Lexicon], Augmented]] = {
    "synonym replacement": _synonym_replacement,
    "random insertion": _random_insertion,
    "random swap": _random_swap,
    "random deletion": _random_deletion,
}
