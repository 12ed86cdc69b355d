"""The words that ROUGE counts."""

import re
from typing import Literal

import numpy as np

from goldsmith.dedup.minhash.code_points import ALONE, MARK, SPACE, WORD, code_point_classes
from goldsmith.text import normalise

__all__ = ["Words", "rouge_words", "unicode_words"]

Words = Literal["rouge", "unicode"]
_ROUGE_WORD = re.compile("[a-z0-9]+")


def rouge_words(text: str) -> list[str]:
    """Return the words of the `rouge_score` library without stemmer: runs of a to z and 0 to 9 after lower-casing.

    >>> rouge_words("Don't eat Crème brûlée!")
    ['don', 't', 'eat', 'cr', 'me', 'br', 'l', 'e']
    """
    return _ROUGE_WORD.findall(text.lower())


def unicode_words(text: str) -> list[str]:
    """Return the words of any script after normalisation: runs of letters, digits and marks.

    Ideographs, kana and the letters of other scripts without blanks are a word each.

    >>> unicode_words("Don't eat Crème brûlée, 日本!")
    ['don', 't', 'eat', 'crème', 'brûlée', '日', '本']
    """
    settled = normalise(text)
    classes = code_point_classes()[np.frombuffer(settled.encode("utf-32-le"), np.uint32)].tolist()
    words: list[str] = []
    before = SPACE
    for character, kind in zip(settled, classes, strict=True):
        if kind == MARK and before in {WORD, ALONE}:
            words[-1] += character
            continue
        if kind == WORD and before == WORD:
            words[-1] += character
        elif kind in {WORD, ALONE}:
            words.append(character)
        before = kind
    return words
