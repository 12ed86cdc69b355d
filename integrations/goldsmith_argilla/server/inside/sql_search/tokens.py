"""Split text into the words that are indexed and looked up; both sides use the same function.

FTS5's own tokenizer knows Unicode 6.1 and splits Indic words at their vowel signs; here the text is split beforehand,
joined by spaces, and FTS5's `ascii` tokenizer, for which every character beyond ASCII is part of a word, only cuts at
the spaces.
"""

import re
import unicodedata

__all__ = ["words"]

_ASCII_WORDS = re.compile("[a-z0-9]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")
# Scripts written without spaces between words, and Hangul, whose particles are glued to the word: a character each.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LAST = 0x1FFFF  # beyond it: ideographs, named above, and private use


def _characters(categories: str, but: str = "") -> str:
    """Return, as ranges of a character class, what belongs to the Unicode `categories` and not to the class `but`."""
    no = re.compile(f"[{but}]") if but else None
    spans: list[list[int]] = []
    for point in range(0x80, _LAST):
        if unicodedata.category(chr(point))[0] in categories and not (no and no.match(chr(point))):
            if spans and spans[-1][1] == point - 1:
                spans[-1][1] = point
            else:
                spans.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


_WORDS = re.compile(f"[a-z0-9{_characters('LNM', but=_UNSPACED)}]+|[{_UNSPACED}]|[{_characters('S')}]")


def words(text: str) -> list[str]:
    r"""Return the words of `text`: case, accents and width folded; CJK, Thai and emoji one character each.

    >>> words("Don't PANIC, caf\u00e9!")
    ['don', 't', 'panic', 'cafe']
    >>> words("\u6771\u4eac tower \U0001f600") == ["\u6771", "\u4eac", "tower", "\U0001f600"]
    True
    >>> words("!? - _ \x00")
    []
    """
    if text.isascii():
        return _ASCII_WORDS.findall(text.lower())
    folded = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text).casefold())
    return _WORDS.findall(unicodedata.normalize("NFC", _ACCENTS.sub("", folded)))
