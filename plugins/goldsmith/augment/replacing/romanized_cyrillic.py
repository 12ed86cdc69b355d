# ruff: noqa: RUF001 - letters that look like Latin ones are what this is about
"""Cyrillic in Latin letters as passports, Ukraine and Serbia write it."""

import re
from collections.abc import Mapping
from unicodedata import normalize

__all__ = ["gaj", "icao_9303", "ukrainian_2010"]

_SHARED = dict(zip("абвдезиклмнопрстуфхц", "abvdeziklmnoprstufhc", strict=True))
_ICAO = _SHARED | {
    "г": "g", "ё": "e", "ж": "zh", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie",
    "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
_UKRAINIAN = _SHARED | {
    "г": "h", "ґ": "g", "є": "ie", "ж": "zh", "и": "y", "і": "i", "ї": "i", "й": "i", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "зг": "zgh",
}  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHE = re.compile(r"(?<=[\u0400-\u04ff])['\u2019\u02bc](?=[\u0400-\u04ff])")
_GAJ = _SHARED | {
    "г": "g", "ж": "ž", "ч": "č", "ш": "š", "ђ": "đ", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "ć", "џ": "dž",
}  # fmt: skip


def icao_9303(word: str) -> str:
    """Return a Russian word as passports write it: ICAO Doc 9303, part 3, section 6.

    >>> icao_9303("Юлия"), icao_9303("Щукин")
    ('Iuliia', 'Shchukin')
    """
    return _by(_ICAO, word)


def ukrainian_2010(word: str) -> str:
    """Return a Ukrainian word by resolution 55 of the Cabinet of Ministers, 2010.

    >>> ukrainian_2010("Єнакієве"), ukrainian_2010("Згорани"), ukrainian_2010("Знам'янка")
    ('Yenakiieve', 'Zghorany', 'Znamianka')
    """
    return _by(_UKRAINIAN, _APOSTROPHE.sub("", word), _UKRAINIAN_FIRST)


def gaj(word: str) -> str:
    """Return a Serbian word in Gaj's alphabet, the language's own other one.

    >>> gaj("Његош"), gaj("ЉУБАВ"), gaj("џеп")
    ('Njegoš', 'LJUBAV', 'džep')
    """
    return _by(_GAJ, word)


def _by(table: Mapping[str, str], word: str, first: Mapping[str, str] | None = None) -> str:
    word = normalize("NFC", word)
    capitals = _capitals(word)
    made, at = [], 0
    while at < len(word):
        pair = word[at : at + 2]
        given = pair if len(pair) == 2 and pair.lower() in table else word[at]
        known = table.get(given.lower(), given)
        if first and (at == 0 or word[at - 1] in "-\u2010"):
            known = first.get(given.lower(), known)
        if given[0].isupper():
            known = known.upper() if capitals else known[:1].upper() + known[1:]
        made.append(known)
        at += len(given)
    return normalize("NFC", "".join(made))


def _capitals(word: str) -> bool:
    return word.isupper() and sum(one.isupper() for one in word) > 1
