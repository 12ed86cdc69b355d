"""Which words a form may be of, and the same form of another word."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from goldsmith.augment.wordnet import Pos, WordNet
from goldsmith.augment.words.english.irregular_forms import irregular_forms
from goldsmith.augment.words.english.regular_forms import regular_form, regular_lemmas, stripped

__all__ = ["Reading", "inflected", "may_be_of", "readings"]

_BASE: dict[Pos, frozenset[str]] = {
    "n": frozenset({"NN"}),
    "v": frozenset({"VB", "VBP"}),
    "a": frozenset({"JJ"}),
    "r": frozenset({"RB"}),
}
_BASES = frozenset[str]().union(*_BASE.values())
_LAST = frozenset("sdg")
"""What a regular form ends with."""
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
    known = [Reading(word, pos, _BASE[pos], seen) for pos, seen in wordnet.counts(word).items()]
    inflections = _inflections(word)
    if not inflections:
        return tuple(known)
    found = {(word, one.pos): one for one in known}
    for lemma, pos, tags in inflections:
        if lemma == word and pos == "n":
            continue  # its own plural is taken for a singular
        before = found.get((lemma, pos))
        seen = before.seen if before else wordnet.counts(lemma).get(pos, 0)
        if seen:
            found[lemma, pos] = Reading(lemma, pos, before.tags | tags if before else tags, seen)
    return tuple(found.values())


def may_be_of(word: str, known: Callable[[str], bool]) -> bool:
    """Return whether a word is, or may be a form of, one that is known; whether it is a form, `readings` says.

    >>> [may_be_of(word, {"fly"}.__contains__) for word in ("fly", "flies", "flew", "flee")]
    [True, True, True, False]
    """
    if known(word) or any(map(known, stripped(word))):
        return True
    return any(known(lemma) for lemma, _, _ in irregular_forms().of_form.get(word, ()))


def inflected(lemma: str, tags: frozenset[str]) -> str:
    """Return a lemma in the form that all tags ask for, or "" where there is none, or not one for all.

    Of several words a verb is inflected in its first, all others in their last; with a preposition in them they are not.

    >>> inflected("auto", frozenset({"NNS"})), inflected("take off", frozenset({"VBG"})), inflected("take", frozenset({"VBD", "VBN"}))
    ('autos', 'taking off', '')
    """
    if tags <= _BASES:
        return lemma
    if len(tags) == 1 and " " not in lemma and lemma not in _LINKS:
        return _form(lemma, *tags)
    words = lemma.split(" ")
    place = 0 if all(tag.startswith("V") for tag in tags) else -1
    if place and _LINKS & set(words):
        return ""
    forms = {_form(words[place], tag) for tag in tags}
    words[place] = forms.pop()
    return " ".join(words) if words[place] and not forms else ""


def _form(word: str, tag: str) -> str:
    if tag in _BASES:
        return word
    irregular = irregular_forms().of_lemma.get((word, tag))
    return regular_form(word, tag) if irregular is None else irregular[0] if irregular else ""


def _inflections(word: str) -> list[tuple[str, Pos, frozenset[str]]]:
    irregular = irregular_forms()
    found: list[tuple[str, Pos, frozenset[str]]] = [
        (lemma, pos, frozenset({tag})) for lemma, pos, tag in irregular.of_form.get(word, ())
    ]
    for lemma, pos, tags in regular_lemmas(word) if word[-1:] in _LAST else ():
        regular = [tag for tag in tags if (lemma, tag) not in irregular.of_lemma]
        if regular:
            found.append((lemma, pos, frozenset(regular)))
    return found
