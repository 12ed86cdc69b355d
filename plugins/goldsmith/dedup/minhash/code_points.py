"""What each Unicode code point does to the words around it."""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["ALONE", "BREAK", "MARK", "SKIP", "SPACE", "WORD", "code_point_classes"]

BREAK = 0  # punctuation: ends a word
SPACE = 1
WORD = 2  # letters, digits, connectors: runs of them are words
ALONE = 3  # a word by itself: ideographs, kana, the letters of scripts written without spaces, emoji
MARK = 4  # belongs to what stands before it: vowel signs, accents, variation selectors
SKIP = 5  # invisible: controls, format characters, lone surrogates

_ASSIGNED = (range(0x40000), range(0xE0000, 0xE1000))  # planes 4 to 13 are empty, 15 and 16 for private use
_WITHOUT_SPACES = (
    range(0x0E00, 0x0F00),  # Thai, Lao
    range(0x1000, 0x10A0),  # Myanmar
    range(0x1780, 0x1800),  # Khmer
    range(0x3005, 0x3008),  # ideographic iteration marks and zero
    range(0x3040, 0x3130),  # Hiragana, Katakana, Bopomofo
    range(0x31F0, 0x3200),  # Katakana extensions
    range(0x3400, 0xA000),  # Han
    range(0xF900, 0xFB00),  # Han, compatibility
    range(0x20000, 0x40000),  # Han, supplementary planes
)


@cache
def code_point_classes() -> NDArray[np.uint8]:
    """Return a [0x110000] array: the class of each code point, from this Python's Unicode database.

    >>> classes = code_point_classes()
    >>> [int(classes[ord(c)]) for c in "a_7, ก字👍"] == [WORD, WORD, WORD, BREAK, SPACE, ALONE, ALONE, ALONE]
    True
    """
    classes = np.full(0x110000, BREAK, np.uint8)
    for block in _ASSIGNED:
        classes[block.start : block.stop] = [_class_of(chr(code)) for code in block]
    for block in _WITHOUT_SPACES:
        part = classes[block.start : block.stop]
        letters = [unicodedata.category(chr(code)) in {"Lo", "Lm", "Nl"} for code in block]
        part[np.array(letters)] = ALONE
    return classes


def _class_of(character: str) -> int:
    if character.isspace():
        return SPACE
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs"}:
        return SKIP
    if category == "So":
        return ALONE
    return {"L": WORD, "N": WORD, "M": MARK}.get(category[0], WORD if category == "Pc" else BREAK)
