"""What part of speech a word is, by how often it is which and by the words beside it."""

from collections.abc import Iterator

from goldsmith.augment.english.closed_words import (
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
from goldsmith.augment.english.forms import Reading, readings
from goldsmith.augment.wordnet import WordNet

__all__ = ["likeliest"]

_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_PARTICIPLES = frozenset({"VBG", "VBN"})
_NOMINAL = frozenset({"NN", "NNS", "JJ", "JJR", "JJS"})
_QUALITIES = frozenset({"JJ", "JJR", "JJS", "RB", "RBR", "RBS"})
_NOUNS = frozenset({"NN", "NNS"})
_BEHIND: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (DETERMINERS - {"that", "her"}, _NOMINAL),
    (MODALS - {"to"}, frozenset({"VB"})),
    (frozenset({"to"}), _NOUNS | {"VB"}),
    (SUBJECTS, _FINITE | {"RB"}),
    (BE, _PARTICIPLES | _QUALITIES),
    (HAVE, _NOMINAL | {"VBN", "RB"}),
    (DEGREE, _QUALITIES),
    (PREPOSITIONS, _NOMINAL | {"VBG"}),
)
"""The words before a word, and the tags it may have then."""
_BEFORE: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (DETERMINERS | OBJECTS, _FINITE | _PARTICIPLES | {"VB", "RB"}),
    (BE | HAVE | MODALS - {"to", "please"} | {"of"}, _NOUNS),
)
"""The words behind it, where nothing is known by the one before."""


def likeliest(word: str, before: str, after: str, wordnet: WordNet, least: float = 0.8) -> Reading | None:
    """Return what a word is where it stands, or None where that is not clear.

    The words beside it rule out forms ("the": no verb follows; "to": no past tense), unless none would be left. Of the readings
    that remain, the commonest is taken if the texts of WordNet have it `least` of the time. Behind an article, what could be an
    adjective is one where a noun or another adjective follows, else what could be a noun is a noun.

    Args:
        word: in small letters.
        before: the word before it, if only a blank is between them, else "".
        after: the word behind it, in the same way.
        wordnet: says how often a word is which part of speech.
        least: the least share of the commonest reading, in [0, 1].

    >>> from goldsmith.augment.wordnet import english_wordnet
    >>> [likeliest("saw", before, "", english_wordnet()).lemma for before in ("we", "the")]
    ['see', 'saw']
    """
    if word in CLOSED_WORDS:
        return None
    known = readings(word, wordnet)
    possible = list(_with_tags(known, _allowed(before, after))) or list(known)
    if before in DETERMINERS or before.endswith(("'s", "\u2019s")):
        possible = _head_or_modifier(possible, after, wordnet)
    best = max(possible, key=lambda one: one.count, default=None)
    if best is None or best.count < least * sum(one.count for one in possible):
        return None
    return best


def _allowed(before: str, after: str) -> frozenset[str]:
    behind = (tags for words, tags in _BEHIND if before in words)
    ahead = (tags for words, tags in _BEFORE if after in words)
    return next(behind, next(ahead, frozenset()))


def _with_tags(known: tuple[Reading, ...], allowed: frozenset[str]) -> Iterator[Reading]:
    for one in known:
        if one.tags & allowed:
            yield one._replace(tags=one.tags & allowed)


def _head_or_modifier(possible: list[Reading], after: str, wordnet: WordNet) -> list[Reading]:
    wanted = (
        "a" if after[:1].isdigit() or (after not in CLOSED_WORDS and _is_nominal(after, wordnet)) else "n"
    )
    return [one for one in possible if one.pos == wanted] or possible


def _is_nominal(word: str, wordnet: WordNet) -> bool:
    """Return whether a word is a noun or an adjective more often than not."""
    known = readings(word, wordnet) if word else ()
    return 2 * sum(one.count for one in known if one.pos in {"n", "a"}) > sum(one.count for one in known)
