# ruff: noqa: RUF001, RUF002, RUF003 - letters that look like Latin ones are what this is about
"""Greek in Latin letters: ELOT 743."""

import re
from unicodedata import normalize

__all__ = ["elot_743"]

_LETTERS = dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)) | {
    "θ": "th",
    "χ": "ch",
    "ψ": "ps",
}
_MARK = "[\u0300-\u036f]"
_ACUTE = "\u0301"
# ου and αυ, ευ, ηυ, with an accent on the second letter and no diaeresis; γγ, γξ, γχ; μπ; a letter.
_PIECES = re.compile(
    rf"(?P<ou>ο)υ(?P<a1>{_ACUTE}?)(?!{_MARK})|(?P<uv>[αεη])υ(?P<a2>{_ACUTE}?)(?!{_MARK})(?=(?P<voiced>[αεηιουωβγδζλμνρ])?)"
    rf"|(?P<nasal>γ(?=[γξχ]))|(?P<mp>μπ)|(?P<letter>[α-ω])",
    re.IGNORECASE,
)


def elot_743(word: str) -> str:
    """Return a word by ELOT 743, the transcription of ISO 843:1997 type 2: as it sounds, accents kept.

    αυ, ευ and ηυ are av, ev, iv before vowels and voiced consonants and af, ef, if elsewhere; γ is n before γ, ξ and χ; μπ is b
    where a word begins or ends.

    >>> elot_743("Αθήνα"), elot_743("Ναύπλιο"), elot_743("Λαύριο"), elot_743("Μπάμπης"), elot_743("ΧΑΝΙΑ")
    ('Athína', 'Náfplio', 'Lávrio', 'Bámpis', 'CHANIA')
    """
    plain = normalize("NFD", word)
    capitals = word.isupper() and sum(one.isupper() for one in word) > 1

    def latin(found: re.Match[str]) -> str:
        given = found.group()
        known = _latin(found, plain)
        if not given[0].isupper():
            return known
        return known.upper() if capitals else known[:1].upper() + known[1:]

    return normalize("NFC", _PIECES.sub(latin, plain))


def _latin(found: re.Match[str], word: str) -> str:
    if found["ou"]:
        return "ou" + found["a1"]
    if found["uv"]:
        return _LETTERS[found["uv"].lower()] + found["a2"] + ("v" if found["voiced"] else "f")
    if found["nasal"]:
        return "n"
    if found["mp"]:
        return "b" if found.start() == 0 or found.end() == len(word) else "mp"
    return _LETTERS[found["letter"].lower()]
