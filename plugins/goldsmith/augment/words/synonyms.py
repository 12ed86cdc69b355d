"""The synonyms that may stand in a word's place, in its form."""

import re
from functools import lru_cache

from goldsmith.augment.wordnet import Pos, WordNet
from goldsmith.augment.words.english import (
    CLOSED_WORDS,
    Reading,
    Surroundings,
    inflected,
    likeliest,
    may_be_of,
    readings,
    surroundings,
)
from goldsmith.augment.words.wording import Wording

__all__ = ["synonyms_anywhere", "synonyms_at"]

_ENDS = frozenset('.!?:;"\u201c\u201e\u00bb([\u2022\u2026')
_LIKE_NAMES = frozenset({"NN", "VB", "VBP"})
"""What a sentence hardly begins with, other than a name or an order."""
_GAPS = frozenset({"oneself", "someone", "something"})
_GAP = re.compile(rf"\d|\b(?:one's|{'|'.join(sorted(_GAPS))})\b")
_SURE = 0.8
"""How much of a word's use its commonest part of speech must have, where nothing but the wordnet says which it is."""


def synonyms_anywhere(word: str, wordnet: WordNet, language: str = "en") -> tuple[str, ...] | None:
    """Return what may stand in the place of a word wherever that is, or None where it depends on the place.

    In English, part of speech and inflection are matched, and names stay: what has a capital inside a sentence, and acronyms.
    In other languages a word is found if it stands in its base form.

    Args:
        word: as it is written.
        wordnet: the synonyms.
        language: ISO 639-1.

    >>> from goldsmith.augment.wordnet import english_wordnet
    >>> [synonyms_anywhere(word, english_wordnet()) for word in ("autos", "xyz", "cars", "Cars")]
    [('cars', 'automobiles', 'motorcars'), (), ('autos', 'automobiles', 'motorcars'), None]
    """
    small = word.lower()
    if language != "en":
        return _of_base_form(small, wordnet)
    if small in CLOSED_WORDS or not may_be_of(small, wordnet.has_synonyms):
        return ()
    if small != word:
        return None
    known = readings(small, wordnet)
    if len(known) > 1 or any(len(one.tags) > 1 for one in known):
        return None
    return _without(small, _forms(known[0], wordnet)) if known else ()


def synonyms_at(given: Wording, number: int, wordnet: WordNet) -> tuple[str, ...]:
    """Return what may stand in the place of an English word, in small letters; nothing where its part of speech is not clear.

    >>> from goldsmith.augment.words.wording import wording
    >>> from goldsmith.augment.wordnet import english_wordnet
    >>> synonyms_at(wording("Cars are everywhere"), 0, english_wordnet())
    ('autos', 'automobiles', 'motorcars')
    """
    word = given.word(number)
    small = word.lower()
    capital = False
    if small != word:
        if _is_name(given, number, word):
            return ()
        capital = not word.isupper()
    around = surroundings(*given.beside(number), wordnet)
    return _english(small, around, wordnet, capital)


@lru_cache(maxsize=100_000)
def _english(word: str, around: Surroundings, wordnet: WordNet, capital: bool) -> tuple[str, ...]:
    reading = likeliest(word, around, wordnet)
    if reading is None or (capital and reading.tags & _LIKE_NAMES and not around.ordered):
        return ()
    return _without(word, _forms(reading, wordnet))


def _without(word: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for form in forms if form != word) if word in forms else forms


@lru_cache(maxsize=50_000)
def _forms(reading: Reading, wordnet: WordNet) -> tuple[str, ...]:
    """Return the synonyms of a word in its form."""
    lemmas = [one for one in wordnet.synonyms(reading.lemma, reading.pos) if _fits(one, reading.pos)]
    return tuple(dict.fromkeys([form for lemma in lemmas if (form := inflected(lemma, reading.tags))]))


def _fits(lemma: str, pos: Pos) -> bool:
    """Return whether a lemma can stand as it is: no name, no figure, no gap to fill, no adjective that cannot precede its noun."""
    if not lemma.islower():
        return False
    if lemma.isalpha():
        return lemma not in _GAPS
    return not _GAP.search(lemma) and (pos != "a" or " " not in lemma)


def _of_base_form(word: str, wordnet: WordNet) -> tuple[str, ...]:
    counts = wordnet.counts(word)
    if not counts:
        return ()
    pos = max(counts, key=lambda one: counts[one])
    return wordnet.synonyms(word, pos) if counts[pos] >= _SURE * sum(counts.values()) else ()


def _is_name(given: Wording, number: int, word: str) -> bool:
    if word[1:].islower() or len(word) == 1:
        return not _begins_sentence(given, given.words[number])
    return not given.text.isupper()


def _begins_sentence(given: Wording, place: int) -> bool:
    texts, kinds = given.tokens.texts, given.tokens.kinds
    for before in range(place - 1, max(0, place - 3) - 1, -1):
        if kinds[before] != "space":
            return texts[before] in _ENDS
        if "\n" in texts[before]:
            return True
    return place < 3 or all(kind == "space" for kind in kinds[:place])
