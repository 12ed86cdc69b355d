"""The words that the rules count."""

import re

from goldsmith.errors import InputError

__all__ = ["UNSPACED_WORD", "checked", "split_words"]

# Scripts written without blanks: kana, Han, Thai, Lao, Tibetan, Myanmar, Khmer.
_UNSPACED = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNSPACED_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_HAS_UNSPACED = re.compile(rf"[{_UNSPACED}]")


def checked(text: object) -> str:
    """Return `text` as it is.

    Raises:
        InputError: it is no string.
    """
    if not isinstance(text, str):
        raise InputError(
            f"a filter reads a str, got {type(text).__name__}: give a missing text as an empty one"
        )
    return text


def split_words(text: str) -> list[str]:
    """Return the runs between white space; in scripts written without blanks each character is a word.

    >>> split_words("Well, 日本 is Japan.")
    ['Well,', '日', '本', 'is', 'Japan.']
    """
    return UNSPACED_WORD.findall(text) if _HAS_UNSPACED.search(text) else text.split()
