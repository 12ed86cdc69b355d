"""Reasoning that gives away that the answer was known before."""

import re

from goldsmith.text import normalise

__all__ = ["mentions_hint"]

_KNOWN = r"(?:given|provided|known|supplied|stated|expected|told|hinted|reference|target|mentioned)"
_PHRASES = re.compile(
    rf"\bhint(?:s|ed)?\b"
    rf"|\b{_KNOWN} (?:final |right |correct )?(?:answer|result|solution)\b"
    rf"|\b(?:answer|result|solution) (?:(?:that )?(?:is|was|i was|we were|you) )?(?:already )?{_KNOWN}\b"
    r"|\b(?:answer|result|solution) (?:that )?(?:you|they) (?:gave|told|said)\b"
    r"|\b(?:we|i) (?:already )?know (?:that )?the (?:final |right |correct )?(?:answer|result|solution)\b"
    r"|\b(?:(?:match(?:es|ing)?|agree(?:s|ing)? with|consistent with|arrive at|get to|lead(?:s)? to|reach) "
    r"the (?:correct|right|expected) (?:answer|result|solution))\b"
    r"|\bworking backwards?\b"
)


def mentions_hint(text: str, question: str = "") -> str:
    """Return the words by which a text gives away that it was told its answer; "" if there are none.

    Words that the question uses too give nothing away. The list is English; in other languages look at a sample.

    >>> mentions_hint("As the given answer is 18, she must sell 9 eggs.")
    'given answer'
    >>> mentions_hint("She sells 9 eggs for $2, so the correct answer is 18.")
    ''
    """
    asked = normalise(question)
    found = (match[0] for match in _PHRASES.finditer(normalise(text)))
    return next((words for words in found if words not in asked), "")
