"""Words of another script in Latin letters."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.replacing.romanized_cyrillic import gaj, icao_9303, ukrainian_2010
from goldsmith.augment.replacing.romanized_greek import elot_743
from goldsmith.augment.replacing.romanized_hangul import revised_romanization
from goldsmith.augment.replacing.transliteration_tables import (
    ARABIC,
    CYRILLIC,
    DEVANAGARI_CONSONANTS,
    DEVANAGARI_SIGNS,
    DEVANAGARI_VOWELS,
)
from goldsmith.augment.tokens import tokenize
from goldsmith.augment.words.wording import protected_parts, within
from goldsmith.errors import InputError
from goldsmith.text import well_formed

__all__ = ["STANDARDS", "Standard", "restored", "transliterated"]

Standard: TypeAlias = Literal[
    "ISO 9",
    "Buckwalter",
    "ISO 15919",
    "ICAO 9303",
    "Ukrainian 2010",
    "Gaj",
    "ELOT 743",
    "Revised Romanization",
]
OPERATION = "transliteration"
_VIRAMA = "\u094d"
_TABLES = {"ISO 9": CYRILLIC, "Buckwalter": ARABIC}


def transliterated(
    text: str, standard: Standard, spans: Sequence[Span] = (), protect: Collection[str] = ()
) -> Augmented:
    """Return the text with the words of a script in Latin letters, or the reason why there is none.

    - "ISO 9": Cyrillic of the Slavic languages (ISO 9:1995), one letter for one, so that `restored` has the word back;
    - "Buckwalter": Arabic (Buckwalter 2002), one ASCII sign for one letter, likewise; short vowels only where they are written;
    - "ISO 15919": Devanagari; the vowel that a consonant carries is written, also where Hindi does not speak it. Where letters would
      run together a colon parts them, as the standard has it;
    - "ICAO 9303": Russian as in passports; "Ukrainian 2010": as on Ukraine's signs and passports; "Gaj": Serbian's other alphabet;
    - "ELOT 743": Greek as it sounds (ISO 843:1997 type 2), accents kept;
    - "Revised Romanization": Korean letter by letter, as article 3 (8) has it for what shall be told apart.

    All else stays: other scripts, numbers, addresses, placeholders, code. Spans cover the same words; a word with the edge of a span in
    it is written in parts, or stays where a part would begin with a vowel sign.

    Args:
        text: any.
        standard: one of `STANDARDS`.
        spans: of it.
        protect: words and phrases that stay, in whatever case.

    Raises:
        InputError: no such standard, or a span lies outside the text.

    >>> [transliterated(word, standard).text for word, standard in (("Щука", "ISO 9"), ("كتاب", "Buckwalter"), ("हिन्दी", "ISO 15919"))]
    ['Ŝuka', 'ktAb', 'hindī']
    """
    if standard not in STANDARDS:
        raise InputError(f"standard must be one of {', '.join(STANDARDS)}, got {standard!r}")
    if well_formed(text) != text:
        return unchanged(text, OPERATION, "it holds half a character, a lone surrogate", spans)
    edges = sorted({0, len(text), *(edge for span in spans for edge in span[:2] if 0 <= edge <= len(text))})
    edits = []
    fixed = protected_parts(text, protect)
    for token in tokenize(text):
        if token.kind != "word" or within(token, fixed):
            continue
        cuts = [
            token.start,
            *edges[bisect_right(edges, token.start) : bisect_left(edges, token.end)],
            token.end,
        ]
        if any(unicodedata.category(text[cut]).startswith("M") for cut in cuts[1:-1]):
            continue
        for start, end in pairwise(cuts):
            new = STANDARDS[standard](text[start:end])
            if new != unicodedata.normalize("NFC", text[start:end]):
                edits.append(Edit(start, end, new))
    if not edits:
        return unchanged(text, OPERATION, f"no word in the script of {standard}", spans)
    return edited(text, edits, OPERATION, spans)


def restored(word: str, standard: Literal["ISO 9", "Buckwalter"]) -> str:
    """Return a transliterated word in its own script, in NFC.

    >>> restored("Ŝuka", "ISO 9"), restored("ktAb", "Buckwalter")
    ('Щука', 'كتاب')
    """
    back = {new: old for old, new in _TABLES[standard].items()}
    return unicodedata.normalize("NFC", _pattern(standard).sub(lambda found: back[found.group()], word))


@lru_cache
def _pattern(standard: str) -> re.Pattern[str]:
    longest_first = sorted(_TABLES[standard].values(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _by_letter(table: dict[str, str]) -> Callable[[str], str]:
    return lambda word: "".join(table.get(c, c) for c in unicodedata.normalize("NFC", word))


def _arabic(word: str) -> str:
    """Return a word by Buckwalter; a doubled letter's sign comes before its vowel, as texts in it have it and NFC does not."""
    return _VOWEL_BEFORE_DOUBLING.sub(r"~\1", _by_letter(ARABIC)(word))


def _devanagari(word: str) -> str:
    """Return a word by ISO 15919; what is no Devanagari stays."""
    parts: list[str] = []
    carries = False  # the last consonant still has its own vowel to come
    for letter in re.findall(r"[\u0904-\u0939]\u093c?|.", unicodedata.normalize("NFC", word), re.DOTALL):
        if letter == _VIRAMA and carries:
            carries = False
            continue
        if letter in _SIGNS and carries:
            parts.append(_SIGNS[letter])
            carries = False
            continue
        if carries:
            parts.append("a")
        carries = letter in DEVANAGARI_CONSONANTS
        new = DEVANAGARI_CONSONANTS.get(letter) or _VOWELS.get(letter) or DEVANAGARI_SIGNS.get(letter, letter)
        parts.append(f":{new}" if _runs_together(parts, letter) else new)
    return "".join([*parts, "a"] if carries else parts)


def _runs_together(parts: list[str], letter: str) -> bool:
    last = parts[-1] if parts else ""
    if letter == "ह":
        return f"{last}h" in _ASPIRATED
    return letter in {"इ", "उ"} and last.removeprefix(":") == "a"


_VOWEL_BEFORE_DOUBLING = re.compile(r"([FNKaui]+)~")
_SIGNS = {sign: latin for sign, latin in DEVANAGARI_VOWELS.values() if sign}
_VOWELS = {letter: latin for letter, (_, latin) in DEVANAGARI_VOWELS.items()}
_ASPIRATED = {latin for latin in DEVANAGARI_CONSONANTS.values() if latin.endswith("h") and len(latin) > 1}

STANDARDS: dict[str, Callable[[str], str]] = {
    "ISO 9": _by_letter(CYRILLIC),
    "Buckwalter": _arabic,
    "ISO 15919": _devanagari,
    "ICAO 9303": icao_9303,
    "Ukrainian 2010": ukrainian_2010,
    "Gaj": gaj,
    "ELOT 743": elot_743,
    "Revised Romanization": revised_romanization,
}
