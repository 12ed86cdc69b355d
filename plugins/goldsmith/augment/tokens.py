"""A text in the pieces that augmentation may change and those that it must not."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from goldsmith.extras import require

__all__ = ["Kind", "Token", "Tokens", "tokenize"]

Kind: TypeAlias = Literal["word", "number", "protected", "unspaced", "space", "mark"]

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\uff70\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\u200c\u200d]--[{_UNSPACED}]]"

_SHORT = 100
"""Pieces up to so many characters are kept with their kind,"""
_KEPT = 50_000
"""and so many of them."""


def _patterns(letter: str, unspaced: str, accent: str, sign: str) -> list[tuple[Kind, str]]:
    """Return what is found of each kind; the first that fits counts."""
    return [
        # Most of a text is words and blanks, and what is protected begins with no blank and with no word that ends before one of
        # these signs: found first, these two halve the time of the rest.
        ("word", r"[A-Za-z]++(?=[\s,;!?)\"]|\Z)"),
        ("space", r"\s+"),
        # What a reader or a program takes as one thing. Nothing here can run past the end of its line, fenced code excepted.
        (
            "protected",
            (
                r"```(?s:.*?)(?:```|\Z)|`[^`\n]+`"
                r"|(?i:https?://|www\.)[^\s<>\"'\uff0c\u3002]+(?<![.,;:!?)])"
                r"|[\w.+-]{1,64}+@[\w-]++(?:\.[\w-]++)+"
                rf"|(?<![\w&])[@#](?!{accent})\w+"
                r"|\{\{[^{}\n]*\}\}|\{[\w.!:]*\}|%\(\w+\)[a-z]|%[sdif]\b|\$\{\w+\}|\$[A-Za-z_]\w*"
                r"|</?[A-Za-z][^<>\n]{0,200}>|&(?:\w{1,32}|\#\d{1,8});"
                rf"|\[[A-Z][A-Z0-9_ ]*\]|\b\w+_\w+\b|(?:{letter}+\d|\d+{letter})(?:{letter}|\d)*"
            ),
        ),
        ("unspaced", unspaced),
        ("word", rf"{letter}+(?:['\u2019\-\u2010]{letter}+)*"),
        ("number", r"\d+(?:[.,:/]\d+)*"),
        ("mark", sign),
    ]


class Token(NamedTuple):
    """A piece of a text.

    Attributes:
        text: as it stands there.
        start: where it begins, in code points.
        kind: "word"; "number"; "space"; "protected": addresses, mentions, hashtags, placeholders, tags, identifiers and code;
            "unspaced": a run of a script that writes no blanks between words, such as Chinese or Thai; "mark": punctuation, an
            emoji or any other sign, always a whole one.
    """

    text: str
    start: int
    kind: Kind

    @property
    def end(self) -> int:
        """Where it ends, in code points."""
        return self.start + len(self.text)


class Tokens(Sequence[Token]):
    """The pieces of a text, each made a `Token` only where it is asked for: most never are, and to make them takes as long as to find them.

    Attributes:
        texts: what stands there, piece by piece.
        kinds: of each.
    """

    def __init__(self, texts: list[str], kinds: list[Kind]) -> None:
        self.texts = texts
        self.kinds = kinds

    @cached_property
    def starts(self) -> list[int]:
        """Where each begins, in code points, and where the last ends."""
        return [0, *accumulate(map(len, self.texts))]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> list[Token]: ...
    def __getitem__(self, place: int | slice) -> Token | list[Token]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return Token(self.texts[place], self.starts[place if place >= 0 else place - 1], self.kinds[place])


def tokenize(text: str) -> Tokens:
    """Return the pieces of a text; put together they are the text again, whatever it is.

    Raises:
        MissingExtraError: `regex` is not installed.

    >>> [(token.text, token.kind) for token in tokenize("Don't go: {name} 👍🏽 很好") if token.kind != "space"]
    [("Don't", 'word'), ('go', 'word'), (':', 'mark'), ('{name}', 'protected'), ('👍🏽', 'mark'), ('很好', 'unspaced')]
    """
    texts: list[str] = (_ascii() if text.isascii() else _any()).pieces(text)
    return Tokens(texts, [*map(_KINDS.__getitem__, texts)])


class _Kinds(dict[str, Kind]):
    """The kind of a piece, which no other text around it would change; short ones are kept."""

    def __missing__(self, piece: str) -> Kind:
        kind: Kind = "word" if piece.isascii() and piece.isalpha() else _kind(piece)
        if len(piece) <= _SHORT:
            if len(self) >= _KEPT:
                self.clear()
            self[piece] = kind
        return kind


def _kind(piece: str) -> Kind:
    finder = _ascii() if piece.isascii() else _any()
    group: int = finder.grouped.fullmatch(piece).lastindex
    return finder.kinds[group]


_KINDS = _Kinds()


class _Finder(NamedTuple):
    pieces: Callable[[str], list[str]]
    grouped: Any
    kinds: list[Kind]


@lru_cache(maxsize=1)
def _any() -> _Finder:
    regex = require("regex", extra="augment")
    patterns = _patterns(_LETTER, f"[{_UNSPACED}]+", r"[\p{M}\u200c\u200d]", r"\X")
    return _finder(patterns, lambda pattern: regex.compile(pattern, regex.V1))


@lru_cache(maxsize=1)
def _ascii() -> _Finder:
    """Return what finds the same in a text of ASCII alone, which the standard library can, in half the time."""
    patterns = _patterns("[A-Za-z]", "(?!)", "(?!)", "(?s:.)")
    return _finder(patterns, lambda pattern: re.compile(pattern, re.ASCII))


def _finder(patterns: list[tuple[Kind, str]], compiled: Callable[[str], Any]) -> _Finder:
    """Return what cuts a text, which goes faster without groups, and what tells by the group which kind a piece is."""
    plain = "|".join(pattern for _, pattern in patterns)
    grouped = "|".join(f"({pattern})" for _, pattern in patterns)
    kinds: list[Kind] = ["mark", *(kind for kind, _ in patterns)]
    return _Finder(compiled(plain).findall, compiled(grouped), kinds)
