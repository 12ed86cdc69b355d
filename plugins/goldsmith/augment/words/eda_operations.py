"""The four operations of EDA (Wei & Zou 2019, section 2), each on a text's words."""

from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from random import Random

from goldsmith.augment.augmented import Augmented
from goldsmith.augment.cased import cased
from goldsmith.augment.words.lexicon import Lexicon
from goldsmith.augment.words.reworded import reworded
from goldsmith.augment.words.wording import Wording

__all__ = ["OPERATIONS"]

_TRIES = 10
"""Words tried for an insertion before it is left out, as in the authors' code."""


def _synonym_replacement(given: Wording, alpha: float, chance: Random, lexicon: Lexicon) -> Augmented:
    """Replace n words that are no stop words, each by one of its synonyms."""
    replaced: dict[int, str] = {}
    n = _n(given, alpha)
    keys = [chance.random() for _ in given.words]
    order = sorted(range(len(keys)), key=keys.__getitem__)
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
