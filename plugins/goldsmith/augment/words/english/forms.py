"""Which words a form may be of, and the same form of another word."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from goldsmith.augment.wordnet import Pos, WordNet
from goldsmith.extras import require

__all__ = ["Reading", "inflected", "readings"]

_UPOS: dict[str, Pos] = {"NOUN": "n", "VERB": "v", "ADJ": "a", "ADV": "r"}
_BASE = {"NN", "VB", "VBP", "JJ", "RB"}
_LINKS = {"of", "in", "on", "at", "to", "for"}


class Reading(NamedTuple):
    """What a word may be where it stands.

    Attributes:
        lemma: its base form.
        pos: its part of speech.
        tags: the Penn Treebank's tags for its form, such as {"VBD", "VBN"} for "played".
        seen: how often the lemma is this part of speech.
    """

    lemma: str
    pos: Pos
    tags: frozenset[str]
    seen: int


@lru_cache(maxsize=50_000)
def readings(word: str, wordnet: WordNet) -> tuple[Reading, ...]:
    """Return what a word, in small letters, may be; nothing where the wordnet does not have it.

    >>> from goldsmith.augment.wordnet import english_wordnet
    >>> [(one.lemma, one.pos, sorted(one.tags)) for one in readings("flew", english_wordnet())]
    [('fly', 'v', ['VBD'])]
    """
    found = {}
    lemmas = _english().getAllLemmas(word)
    for upos, pos in _UPOS.items():
        for lemma in dict.fromkeys((*lemmas.get(upos, ()), word)):
            count = wordnet.count(lemma, pos)
            if count:
                found[lemma, pos] = Reading(lemma, pos, _TAGS[pos](word, lemma), count)
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


def _tags_of_noun(word: str, lemma: str) -> frozenset[str]:
    """Return the tag of a noun; one that is its own plural is taken for a singular."""
    return frozenset({"NN" if word == lemma else "NNS"})


def _tags_of_verb(word: str, lemma: str) -> frozenset[str]:
    if word != lemma and word.endswith("ing"):
        return frozenset({"VBG"})
    if word != lemma and word.endswith("s"):
        return frozenset({"VBZ"})
    forms = _english().getAllInflections(lemma, "VERB")
    past = {tag for tag in ("VBD", "VBN") if word in forms.get(tag, ())}
    if "VBD" in past and "VBN" not in forms:  # it is not named where it is the same
        past.add("VBN")
    return frozenset({*past, "VB", "VBP"} if word == lemma else past or {"VBD"})


def _tags_of_quality(positive: str) -> Callable[[str, str], frozenset[str]]:
    def tags(word: str, lemma: str) -> frozenset[str]:
        degree = "" if word == lemma else "S" if word.endswith("st") else "R"
        return frozenset({positive + degree})

    return tags


_TAGS: dict[Pos, Callable[[str, str], frozenset[str]]] = {
    "n": _tags_of_noun,
    "v": _tags_of_verb,
    "a": _tags_of_quality("JJ"),
    "r": _tags_of_quality("RB"),
}


def _english() -> Any:
    return require("lemminflect", extra="augment")
