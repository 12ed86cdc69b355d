"""Hangul in Latin letters: the Revised Romanization, letter by letter."""

import re
from collections import Counter
from unicodedata import normalize

__all__ = ["revised_romanization"]

# In the order in which The Unicode Standard numbers them; no final comes first.
_INITIALS = tuple(re.split(" ", "g kk n d tt l m b pp s ss - j jj ch k t p h"))
_VOWELS = tuple(re.split(" ", "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"))
_FINALS = tuple(re.split(" ", " g kk gs n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j ch k t p h"))
_FIRST, _LAST = 0xAC00, 0xD7A3
_READINGS = Counter(final + initial for final in _FINALS for initial in _INITIALS)


def revised_romanization(word: str) -> str:
    """Return a word by the Revised Romanization of Korean (2000), article 3 (8): as it is written, not as it sounds.

    A silent ㅇ is a hyphen, but not in front of a word; a hyphen also parts consonants that could be read as others. Syllables are
    taken apart by their code points (The Unicode Standard, section 3.12).

    >>> revised_romanization("독립"), revised_romanization("물엿"), revised_romanization("없었습니다")
    ('doglib', 'mul-yeos', 'eobs-eoss-seubnida')
    """
    made, final, begins = [], "", True
    for letter in normalize("NFC", word):
        if not _FIRST <= ord(letter) <= _LAST:
            made.append(letter)
            final, begins = "", True
            continue
        place, last = divmod(ord(letter) - _FIRST, 28)
        first, vowel = divmod(place, 21)
        initial = _INITIALS[first]
        if begins:
            initial = initial.removeprefix("-")
        elif _READINGS[final + initial] > 1:
            initial = "-" + initial
        final, begins = _FINALS[last], False
        made.append(initial + _VOWELS[vowel] + final)
    return "".join(made)
