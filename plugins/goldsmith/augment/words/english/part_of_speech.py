"""What part of speech a word is, by how often it is which and by the words beside it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from goldsmith.augment.wordnet import WordNet
from goldsmith.augment.words.english.closed_words import (
    BE,
    CLOSED_WORDS,
    DEGREE,
    DETERMINERS,
    HAVE,
    MODALS,
    OBJECTS,
    PREPOSITIONS,
    SUBJECTS,
)
from goldsmith.augment.words.english.forms import Reading, readings

__all__ = ["Surroundings", "likeliest", "surroundings"]

_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_PARTICIPLES = frozenset({"VBG", "VBN"})
_NOMINAL = frozenset({"NN", "NNS", "JJ", "JJR", "JJS"})
_QUALITIES = frozenset({"JJ", "JJR", "JJS", "RB", "RBR", "RBS"})
_NOUNS = frozenset({"NN", "NNS"})
_NONE = frozenset[str]()


def _by_word(rules: Sequence[tuple[frozenset[str], frozenset[str]]]) -> dict[str, frozenset[str]]:
    """Return the tags of each word, those of the first rule that has it."""
    return {word: tags for words, tags in reversed(rules) for word in words}


_BEHIND = _by_word(
    (
        (DETERMINERS - {"that", "her"}, _NOMINAL),
        (MODALS - {"to"}, frozenset({"VB"})),
        (frozenset({"to"}), _NOUNS | {"VB"}),
        (SUBJECTS, _FINITE | {"RB"}),
        (BE, _PARTICIPLES | _QUALITIES),
        (HAVE, _NOMINAL | {"VBN", "RB"}),
        (DEGREE, _QUALITIES),
        (PREPOSITIONS, _NOMINAL | {"VBG"}),
    )
)
"""The words before a word, and the tags it may have then."""
_BEFORE = _by_word(
    (
        (DETERMINERS | OBJECTS, _FINITE | _PARTICIPLES | {"VB", "RB"}),
        (BE | HAVE | MODALS - {"to", "please"} | {"of"}, _NOUNS),
    )
)
"""The words behind it, where nothing is known by the one before."""
_BEHIND_ORDERS = DETERMINERS | OBJECTS | PREPOSITIONS


class Surroundings(NamedTuple):
    """What the words beside a word say of it.

    Attributes:
        tags: those it may have; none where they say nothing.
        wanted: the part of speech that it has if it may, "a", "n" or "".
        ordered: whether what follows it follows an order.
    """

    tags: frozenset[str]
    wanted: str
    ordered: bool


def surroundings(before: str, after: str, wordnet: WordNet) -> Surroundings:
    """Return what is known by the words beside a word.

    Args:
        before: the word before it, in small letters, if only a blank is between them, else "".
        after: the word behind it, in the same way.
        wordnet: says what `after` may be.
    """
    tags = _BEHIND.get(before) or _BEFORE.get(after, _NONE)
    determined = before in DETERMINERS or before.endswith(("'s", "\u2019s"))
    wanted = ("a" if _is_nominal(after, wordnet) else "n") if determined else ""
    return Surroundings(tags, wanted, after in _BEHIND_ORDERS)


def likeliest(word: str, around: Surroundings, wordnet: WordNet, least: float = 0.8) -> Reading | None:
    """Return what a word is where it stands, or None where that is not clear.

    The words beside it rule out forms ("the": no verb follows; "to": no past tense), unless none would be left. Of the readings
    that remain, the commonest is taken if the texts of WordNet have it `least` of the time. Behind an article, what could be an
    adjective is one where a noun or another adjective follows, else what could be a noun is a noun.

    Args:
        word: in small letters.
        around: what `surroundings` returned.
        wordnet: says how often a word is which part of speech.
        least: the least share of the commonest reading, in [0, 1].

    >>> from goldsmith.augment.wordnet import english_wordnet
    >>> wordnet = english_wordnet()
    >>> [likeliest("saw", surroundings(before, "", wordnet), wordnet).lemma for before in ("we", "the")]
    ['see', 'saw']
    """
    if word in CLOSED_WORDS:
        return None
    possible: Sequence[Reading] = readings(word, wordnet)
    if around.tags:
        possible = [*_with_tags(possible, around.tags)] or possible
    if around.wanted:
        possible = [one for one in possible if one.pos == around.wanted] or possible
    if len(possible) < 2:
        return possible[0] if possible else None
    seen = [one.seen for one in possible]
    commonest = max(seen)
    return possible[seen.index(commonest)] if commonest >= least * sum(seen) else None


def _with_tags(known: Sequence[Reading], allowed: frozenset[str]) -> Iterator[Reading]:
    for one in known:
        tags = one.tags & allowed
        if tags:
            yield one if tags == one.tags else one._replace(tags=tags)


@lru_cache(maxsize=50_000)
def _is_nominal(word: str, wordnet: WordNet) -> bool:
    """Return whether a word is likely a noun, an adjective or a number."""
    if not word or word in CLOSED_WORDS:
        return False
    if word[0].isdigit():
        return True
    known = readings(word, wordnet)
    return 2 * sum(one.seen for one in known if one.pos in {"n", "a"}) > sum(one.seen for one in known)
