"""Which words of a text may be replaced without a certain loss, and by which."""

import re
from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

from goldsmith.augment.augmented import Span
from goldsmith.augment.tokens import Token, tokenize
from goldsmith.dedup.meaning_words import AUXILIARIES, FUNCTION_WORDS, NEGATIONS, NUMBER_WORDS, are_contrary
from goldsmith.text import normalise

__all__ = ["Guarded", "fits", "replaceable"]

Guarded: TypeAlias = Literal["negations", "numbers", "names", "label words"]
"""What is replaced only if asked for."""

_SHORTEST = 3  # letters
_ENDINGS = re.compile(r"(?:ing|ed|ly|s|er|est)\Z")
_LETTERS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\Z")


def replaceable(
    text: str,
    *,
    spans: Sequence[Span] = (),
    label_words: Collection[str] = (),
    also: Collection[Guarded] = (),
    language: str = "en",
) -> list[Token]:
    """Return the words that may be replaced.

    These never are: words of the grammar and those shorter than three letters, words in spans, what is no word (digits, addresses,
    placeholders, code), scripts without blanks between words. And these only if `also` names them: words that deny something, number
    words, names (every word with a capital: at the beginning of a sentence its letters do not tell which it is), and the words that tell
    the label.

    Args:
        text: any.
        spans: of it.
        label_words: of the text's label, as `goldsmith.augment.label_words` finds them.
        also: what to replace too.
        language: ISO 639-1; of languages that `goldsmith.dedup` does not know, neither denials nor number words are known.

    Raises:
        MissingExtraError: `regex` is not installed.

    >>> [word.text for word in replaceable("Ada never saw two films like these in Rome.", label_words=["like"])]
    ['saw', 'films']
    """
    never = FUNCTION_WORDS | AUXILIARIES
    guarded: dict[Guarded, Collection[str]] = {
        "negations": NEGATIONS.get(language, frozenset()),
        "numbers": NUMBER_WORDS.get(language, {}).keys(),
        "label words": label_words,
    }
    kept = [words for name, words in guarded.items() if name not in also]
    denials = "negations" not in also and language == "en"
    covered = [(span.start, span.end) for span in spans]
    found = []
    for token in tokenize(text):
        word = normalise(token.text)
        if token.kind != "word" or len(word) < _SHORTEST or not _LETTERS.match(token.text) or word in never:
            continue
        bare = word.removesuffix("'s")
        if any(word in words or bare in words for words in kept) or (denials and word.endswith("n't")):
            continue
        if token.text[:1].isupper() and "names" not in also:
            continue
        if not any(start < token.end and token.start < end for start, end in covered):
            found.append(token)
    return found


def fits(word: str, new: str, *, refused: Collection[str] = (), language: str = "en") -> bool:
    """Return whether `new` may stand in the place of `word`, as far as their letters tell.

    It is one other word, no form of the same one, no denial, number or word of the grammar, not its contrary on `goldsmith.dedup`'s list, and
    none of `refused`. In English both or neither end in -ing, -ed, -ly, -s, -er or -est: a cheap stand-in for the part of speech and
    the number.

    >>> fits("movie", "film"), fits("movie", "movies"), fits("movie", "not"), fits("watched", "seeing"), fits("raise", "lower")
    (True, False, False, False, False)
    """
    here, there = normalise(word), normalise(new)
    if not _LETTERS.match(new) or len(there) < _SHORTEST or here.startswith(there) or there.startswith(here):
        return False
    if there in FUNCTION_WORDS or there in AUXILIARIES or there in refused or are_contrary(here, there):
        return False
    if there in NEGATIONS.get(language, ()) or there in NUMBER_WORDS.get(language, {}):
        return False
    return language != "en" or _ending(here) == _ending(there)


def _ending(word: str) -> str:
    found = _ENDINGS.search(word)
    return found.group() if found and len(word) > len(found.group()) + 2 else ""
