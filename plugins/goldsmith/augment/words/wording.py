"""The words of a text that may be changed, and the text with some of them changed."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goldsmith.augment.augmented import Span, edited
from goldsmith.augment.tokens import Kind, Token, Tokens, tokenize
from goldsmith.errors import InputError

__all__ = ["Segment", "Wording", "merged", "protected_parts", "within", "wording"]

Segment = Callable[[str], Iterable[str]]
"""Cuts a text without blanks into its words, as `jieba.lcut` does."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_FAR = 1 << 62
_SPOKEN = frozenset({"word", "number"})


@dataclass(slots=True)
class Wording:
    """A text and those of its words that may be changed.

    Attributes:
        text: the text.
        tokens: all of it in pieces; what `segment` cut is in its words.
        words: places in `tokens` of the words that may be changed.
        spans: labelled parts of it, none of whose words is among these.
        reason: why no word may be changed, else "".
    """

    text: str
    tokens: Tokens
    words: tuple[int, ...]
    spans: tuple[Span, ...]
    reason: str

    def word(self, number: int) -> str:
        """Return one of the words that may be changed."""
        return self.tokens.texts[self.words[number]]

    def beside(self, number: int) -> tuple[str, str]:
        """Return the words before and behind it, in small letters, each "" if more than a blank is between them."""
        texts, kinds, place = self.tokens.texts, self.tokens.kinds, self.words[number]
        before = after = ""
        if place > 1 and texts[place - 1] == " " and kinds[place - 2] in _SPOKEN:
            before = texts[place - 2].lower()
        if place + 2 < len(texts) and texts[place + 1] == " " and kinds[place + 2] in _SPOKEN:
            after = texts[place + 2].lower()
        return before, after


def wording(
    text: str, spans: Sequence[Span] = (), protect: Collection[str] = (), segment: Segment | None = None
) -> Wording:
    """Return a text's words that may be changed: those outside of spans and of what is protected.

    Numbers, addresses, placeholders, code and the like are no words (`goldsmith.augment.tokenize`).

    Args:
        text: any text.
        spans: labelled parts of it, which stay as they are.
        protect: words and phrases that stay, in whatever case.
        segment: cuts what is written without blanks, such as Chinese or Thai; without it, that stays as it is.

    Raises:
        InputError: `segment` returns something else than the pieces of its text, or a span lies outside the text.

    >>> found = wording("Ada met Bob Smith at {place}", [Span(0, 3, "person")], protect=["bob smith"])
    >>> [found.word(number) for number in range(len(found.words))]
    ['met', 'at']
    """
    if spans:
        edited(text, (), "", spans)  # says which lies outside
    tokens = tokenize(text) if segment is None else _cut(tokenize(text), segment)
    also = "word" if segment is None else "unspaced"
    words = [place for place, kind in enumerate(tokens.kinds) if kind == "word" or kind == also]  # noqa: PLR1714 - faster
    if spans or protect:
        fixed = merged([*((span.start, span.end) for span in spans), *protected_parts(text, protect)])
        words = [place for place in words if not within(tokens[place], fixed)]
    return Wording(text, tokens, tuple(words), tuple(spans), _reason(text, tokens, words, segment))


def _reason(text: str, tokens: Tokens, words: Sequence[int], segment: Segment | None) -> str:
    nothing = "" if words else "no word in it may be changed"
    if text.isascii():
        return nothing
    if _SURROGATE.search(text):
        return "it holds half a character, a lone surrogate"
    unspaced = sum(
        len(piece) for piece, kind in zip(tokens.texts, tokens.kinds, strict=True) if kind == "unspaced"
    )
    if segment is None and unspaced > sum(len(tokens.texts[place]) for place in words):
        return "its script writes no blanks between words: give segment=, a function that cuts a text into its words"
    return nothing


def _cut(tokens: Tokens, segment: Segment) -> Tokens:
    texts: list[str] = []
    kinds: list[Kind] = []
    for text, kind in zip(tokens.texts, tokens.kinds, strict=True):
        pieces = [text] if kind != "unspaced" else [piece for piece in segment(text) if piece]
        if "".join(pieces) != text:
            raise InputError(f"segment must return the pieces of {text!r:.80}, got {pieces!r:.80}")
        texts += pieces
        kinds.extend(kind for _ in pieces)
    return Tokens(texts, kinds)


def protected_parts(text: str, phrases: Collection[str]) -> list[tuple[int, int]]:
    """Return where words and phrases stand in a text, in whatever case, in order and apart.

    >>> protected_parts("Bob met bobby and BOB", ["bob"])
    [(0, 3), (18, 21)]
    """
    pattern = _phrases(frozenset(phrases))
    return merged(found.span() for found in pattern.finditer(text)) if pattern else []


@lru_cache(maxsize=256)
def _phrases(phrases: frozenset[str]) -> re.Pattern[str] | None:
    told = [_bounded(phrase) for phrase in sorted(phrases, key=lambda one: (-len(one), one)) if phrase]
    return re.compile("|".join(told), re.IGNORECASE) if told else None


def _bounded(phrase: str) -> str:
    """Return the pattern of a phrase, which ends where a word ends; where words have no blanks between them, anywhere."""
    tokens = tokenize(phrase)
    begin = "" if tokens[0].kind == "unspaced" else r"(?<!\w)"
    end = "" if tokens[-1].kind == "unspaced" else r"(?!\w)"
    return f"{begin}{re.escape(phrase)}{end}"


def merged(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the same characters in parts that are in order and apart."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def within(token: Token, fixed: list[tuple[int, int]]) -> bool:
    """Return whether a piece has a character in one of the parts, which `merged` returned."""
    place = bisect_right(fixed, (token.end - 1, _FAR)) - 1
    return place >= 0 and fixed[place][1] > token.start
