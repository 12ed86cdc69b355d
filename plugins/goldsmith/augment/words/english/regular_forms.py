"""Forms of English words by the rules of spelling, and what a regular form may be of."""

import re
from collections.abc import Iterator

from goldsmith.augment.wordnet import Pos

__all__ = ["regular_form", "regular_lemmas"]

_HISSES = ("s", "x", "z", "ch", "sh")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_ENDING: dict[str, str] = {"NNS": "s", "VBZ": "s", "VBD": "ed", "VBN": "ed", "VBG": "ing"}


def regular_form(lemma: str, tag: str) -> str:
    """Return the form of a noun or verb that has the tag if it is regular, "" for other tags.

    No consonant is doubled: whether one is depends on the stress, which spelling does not show.

    >>> [regular_form(*one) for one in [("box", "NNS"), ("try", "VBZ"), ("bake", "VBD"), ("play", "VBN"), ("see", "VBG"), ("bake", "VBG")]]
    ['boxes', 'tries', 'baked', 'played', 'seeing', 'baking']
    """
    ending = _ENDING.get(tag, "")
    if not ending:
        return ""
    if ending == "ing":
        mute = lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")) and len(lemma) > 2
        return (lemma[:-2] + "y" if lemma.endswith("ie") else lemma[:-1] if mute else lemma) + ending
    if _CONSONANT_Y.search(lemma):
        return lemma[:-1] + ("ies" if ending == "s" else "ied")
    if ending == "s":
        return lemma + ("es" if lemma.endswith(_HISSES) else "s")
    return lemma + ("d" if lemma.endswith("e") else "ed")


def regular_lemmas(word: str) -> Iterator[tuple[str, Pos, tuple[str, ...]]]:
    """Yield what a word would be a regular form of, if there were such words: lemma, part of speech and tags.

    >>> list(regular_lemmas("tried"))
    [('trie', 'v', ('VBD', 'VBN')), ('tri', 'v', ('VBD', 'VBN')), ('try', 'v', ('VBD', 'VBN'))]
    """
    lemmas = stripped(word)
    for pos, tags in _OF_ENDING[word[-1]] if lemmas else ():
        for lemma in lemmas:
            if regular_form(lemma, tags[0]) == word:
                yield lemma, pos, tags


def stripped(word: str) -> tuple[str, ...]:
    """Return a word without a regular ending, in all ways that spelling knows; nothing where it has none.

    >>> stripped("tries"), stripped("baking"), stripped("film")
    (('trie', 'tri', 'try'), ('bak', 'bake'), ())
    """
    if word.endswith("s"):
        if not word.endswith("es"):
            return (word[:-1],)
        return (word[:-1], word[:-2], word[:-3] + "y") if word.endswith("ies") else (word[:-1], word[:-2])
    if word.endswith("ed"):
        return (word[:-1], word[:-2], word[:-3] + "y") if word.endswith("ied") else (word[:-1], word[:-2])
    if word.endswith("ing"):
        return (word[:-3], word[:-3] + "e", *([word[:-4] + "ie"] if word.endswith("ying") else ()))
    return ()


_OF_ENDING: dict[str, tuple[tuple[Pos, tuple[str, ...]], ...]] = {
    "s": (("n", ("NNS",)), ("v", ("VBZ",))),
    "d": (("v", ("VBD", "VBN")),),
    "g": (("v", ("VBG",)),),
}
