"""Texts that say nothing: only punctuation and stop words."""

import string
import unicodedata
from collections.abc import Collection

__all__ = ["ENGLISH_STOP_WORDS", "says_nothing"]

# Articles, pronouns, prepositions, conjunctions and auxiliaries. Words that can be a whole answer (no, both, all, now,
# here, more) are left out on purpose.
ENGLISH_STOP_WORDS = frozenset(
    """
    a an the this that these those i me my mine we us our ours you your yours he him his she her hers it its they them
    their theirs myself yourself himself herself itself ourselves themselves who whom whose which what of in on at by for
    with about against between into through during before after above below to from up down out off over under as than
    and but or nor if because while until so too very just am is are was were be been being have has had having do does
    did doing can could will would shall should may might must s t d ll m re ve
    """.split()  # noqa: SIM905 (a list of words reads better than a hundred literals)
)


def says_nothing(text: str, stop_words: Collection[str] = ENGLISH_STOP_WORDS) -> bool:
    """Say whether nothing is left of `text` without punctuation, white space and stop words (compared without case).

    Numbers, symbols such as "∞" and emoji are no punctuation. The paper does not name its list of stop words; the one
    here is English, so for texts in other languages give another, or none.

    >>> says_nothing("It is. And so, to the..."), says_nothing("It is 4."), says_nothing(" -- ?!")
    (True, False, True)
    """
    words = "".join(" " if _is_punctuation(character) else character for character in text)
    return all(word.casefold() in stop_words for word in words.split())


def _is_punctuation(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(character)[0] in "PZC"
