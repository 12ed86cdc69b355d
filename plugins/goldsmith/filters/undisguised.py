"""Words as they were before somebody hid them from a filter."""

import re
from collections.abc import Iterable
from functools import cache

__all__ = ["undisguised"]

_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_](?: |[.\-_*]{1,2})){3,40}[^\W\d_](?!\w)")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_MIXED = re.compile(r"(?<![\w$@!])(?=[^\s]{0,40}[^\W\d_])[\w$@!|]*[0134578$@!|][\w$@!|]*(?<!!)")
_LEET = str.maketrans("0134578$@!|", "oieastbsail")
_MASKED = re.compile(r"(?<![\w*])([^\W\d_])(\w*[*#]+[\w*#]*)(?![\w(])")


def undisguised(text: str, words: Iterable[str]) -> str:
    """Return `text`, in normal form, with digits read as letters and with letters spaced, stretched or masked put right.

    Masked letters (f*ck) can only be guessed: they become the first of `words` that fits, where a word's last star
    stands for any ending; one that fits none stays. Numbers, and words with one star at their end, are left alone.

    >>> undisguised("you 1d10t, f u c k this sh*t, soooo b@d*", ["shit", "fuck*"])
    'you idiot, fuck this shit, so bad*'
    """
    text = _SPACED.sub(lambda match: re.sub(r"[ .\-_*]", "", match.group()), text)
    text = _MIXED.sub(lambda match: match.group().translate(_LEET), text)
    text = _STRETCHED.sub(r"\1", text)
    return _MASKED.sub(lambda match: _guess(match.group(), tuple(words)), text)


@cache
def _by_letter(words: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word)
    return found


def _guess(token: str, words: tuple[str, ...]) -> str:
    hidden = token.replace("#", "*")
    if hidden.endswith("*") and hidden.count("*") == 1:  # a footnote
        return token
    fits = (word for word in _by_letter(words).get(hidden[0], []) if _fits(hidden, word))
    word = next(fits, None)
    return token if word is None else word.rstrip("*") + token[len(word.rstrip("*")) :].replace("*", "")


def _fits(hidden: str, word: str) -> bool:
    stem = word.rstrip("*")
    long_enough = len(hidden) >= len(stem) if word.endswith("*") else len(hidden) == len(stem)
    return long_enough and all(one in ("*", other) for one, other in zip(hidden, stem, strict=False))
