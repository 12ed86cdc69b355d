"""The synonyms that may stand in a word's place, in its form."""

import re
from functools import lru_cache

from goldsmith.augment.wordnet import POS, Pos, WordNet
from goldsmith.augment.words.english import Surroundings, inflected, likeliest, readings, surroundings
from goldsmith.augment.words.wording import Wording

__all__ = ["has_synonyms", "synonyms_at"]

_ENDS = frozenset('.!?:;"\u201c\u201e\u00bb([\u2022\u2026')
_LIKE_NAMES = frozenset({"NN", "VB", "VBP"})
"""What a sentence hardly begins with, other than a name or an order."""
_GAP = re.compile(r"\d|\bone's\b|\boneself\b|\bsomeone\b|\bsomething\b")
_SURE = 0.8
"""How much of a word's use its commonest part of speech must have, where nothing but the wordnet says which it is."""


def synonyms_at(given: Wording, number: int, wordnet: WordNet, language: str = "en") -> tuple[str, ...]:
    """Return what may stand in the place of a word, in small letters; nothing where its part of speech is not clear.

    In English, part of speech and inflection are matched, and names stay: what has a capital inside a sentence, and acronyms.
    In other languages a word is found if it stands in its base form.

    >>> from goldsmith.augment.words.wording import wording
    >>> from goldsmith.augment.wordnet import english_wordnet
    >>> synonyms_at(wording("Cars are everywhere"), 0, english_wordnet())
    ('autos', 'automobiles', 'motorcars')
    """
    word = given.word(number)
    if language != "en":
        return _of_base_form(word.lower(), wordnet)
    small = word.lower()
    if small != word and _is_name(given, number):
        return ()
    capital = small != word and not word.isupper()
    around = surroundings(given.beside(number, -1), given.beside(number, 1), wordnet)
    return _english(small, around, wordnet, capital)


def has_synonyms(word: str, wordnet: WordNet) -> bool:
    """Return whether an English word has synonyms as anything that it may be, wherever it stands."""
    return any(
        _fits(one, reading.pos)
        for reading in readings(word, wordnet)
        for one in wordnet.synonyms(reading.lemma, reading.pos)
    )


@lru_cache(maxsize=100_000)
def _english(word: str, around: Surroundings, wordnet: WordNet, capital: bool) -> tuple[str, ...]:
    reading = likeliest(word, around, wordnet)
    if reading is None or (capital and reading.tags & _LIKE_NAMES and not around.ordered):
        return ()
    lemmas = (one for one in wordnet.synonyms(reading.lemma, reading.pos) if _fits(one, reading.pos))
    forms = dict.fromkeys(inflected(lemma, reading.tags) for lemma in lemmas)
    return tuple(form for form in forms if form and form != word)


def _fits(lemma: str, pos: Pos) -> bool:
    """Return whether a lemma can stand as it is: no name, no figure, no gap to fill, no adjective that cannot precede its noun."""
    return lemma.islower() and not _GAP.search(lemma) and (pos != "a" or " " not in lemma)


@lru_cache(maxsize=100_000)
def _of_base_form(word: str, wordnet: WordNet) -> tuple[str, ...]:
    counts = {pos: wordnet.count(word, pos) for pos in POS}
    pos = max(POS, key=lambda one: counts[one])
    sure = counts[pos] and counts[pos] >= _SURE * sum(counts.values())
    return wordnet.synonyms(word, pos) if sure else ()


def _is_name(given: Wording, number: int) -> bool:
    word = given.word(number)
    if word[1:].islower() or len(word) == 1:
        return not _begins_sentence(given, given.words[number])
    return not given.text.isupper()


def _begins_sentence(given: Wording, place: int) -> bool:
    for token in reversed(given.tokens[max(0, place - 3) : place]):
        if token.kind == "space":
            if "\n" in token.text:
                return True
        else:
            return token.text in _ENDS
    return place < 3 or all(token.kind == "space" for token in given.tokens[:place])
