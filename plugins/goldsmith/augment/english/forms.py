"""Which words a form may be of, and the same form of another word."""

from functools import lru_cache
from typing import Any, NamedTuple

from goldsmith.augment.wordnet import Pos, WordNet
from goldsmith.extras import require

__all__ = ["Reading", "inflected", "readings"]

_UPOS: dict[str, Pos] = {"NOUN": "n", "VERB": "v", "ADJ": "a", "ADV": "r"}
_BASES = {"NOUN": "NN", "VERB": "VB", "ADJ": "JJ", "ADV": "RB"}
_BASE = {*_BASES.values(), "VBP"}
_LINKS = {"of", "in", "on", "at", "to", "for"}


class Reading(NamedTuple):
    """What a word may be where it stands.

    Attributes:
        lemma: its base form.
        pos: its part of speech.
        tags: the Penn Treebank's tags for its form, such as {"VBD", "VBN"} for "played".
        count: how often the lemma is this part of speech.
    """

    lemma: str
    pos: Pos
    tags: frozenset[str]
    count: int


@lru_cache(maxsize=50_000)
def readings(word: str, wordnet: WordNet) -> tuple[Reading, ...]:
    """Return what a word, in small letters, may be; nothing where the wordnet does not have it.

    >>> from goldsmith.augment.wordnet import english_wordnet
    >>> [(one.lemma, one.pos, sorted(one.tags)) for one in readings("flew", english_wordnet())]
    [('fly', 'v', ['VBD'])]
    """
    found = {}
    for upos, pos in _UPOS.items():
        for lemma in dict.fromkeys((*_english().getAllLemmas(word, upos).get(upos, ()), word)):
            count = wordnet.count(lemma, pos)
            tags = _tags(word, lemma, upos)
            if count and tags:
                found[lemma, pos] = Reading(lemma, pos, tags, count)
    return tuple(found.values())


@lru_cache(maxsize=50_000)
def inflected(lemma: str, tags: frozenset[str]) -> str:
    """Return a lemma in the form that all tags ask for, or "" where there is none, or not one for all.

    Of several words a verb is inflected in its first, all others in their last; with a preposition in them they are not.

    >>> inflected("auto", frozenset({"NNS"})), inflected("take off", frozenset({"VBG"})), inflected("take", frozenset({"VBD", "VBN"}))
    ('autos', 'taking off', '')
    """
    if tags <= _BASE:
        return lemma
    words = lemma.split(" ")
    place = 0 if all(tag.startswith("V") for tag in tags) else -1
    if place and _LINKS & set(words):
        return ""
    forms = {_form(words[place], tag) for tag in tags}
    words[place] = forms.pop()
    return " ".join(words) if words[place] and not forms else ""


def _form(word: str, tag: str) -> str:
    return next(iter(_english().getInflection(word, tag, inflect_oov=False)), "")


def _tags(word: str, lemma: str, upos: str) -> frozenset[str]:
    """Return the tags of a form of a lemma; a noun that is its own plural is taken for a singular."""
    if word == lemma and upos == "NOUN":
        return frozenset({"NN"})
    forms = _english().getAllInflections(lemma, upos)
    tags = frozenset(tag for tag, found in forms.items() if word in found)
    if "VBD" in tags and "VBN" not in forms:  # it is not named where it is the same
        tags |= {"VBN"}
    return tags or (frozenset({_BASES[upos]}) if word == lemma and not forms else frozenset())


def _english() -> Any:
    return require("lemminflect", extra="augment")
