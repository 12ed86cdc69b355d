"""A text in the pieces that augmentation may change and those that it must not."""

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from goldsmith.extras import require

__all__ = ["Kind", "Token", "tokenize"]

Kind: TypeAlias = Literal["word", "number", "protected", "unspaced", "space", "mark"]

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\uff70\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\u200c\u200d]--[{_UNSPACED}]]"


def _patterns(letter: str, unspaced: str, sign: str) -> list[tuple[Kind, str]]:
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
                r"|(?<![\w&])[@#]\w+"
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


def tokenize(text: str) -> list[Token]:
    """Return the pieces of a text; put together they are the text again, whatever it is.

    Raises:
        MissingExtraError: `regex` is not installed.

    >>> [(token.text, token.kind) for token in tokenize("Don't go: {name} 👍🏽 很好") if token.kind != "space"]
    [("Don't", 'word'), ('go', 'word'), (':', 'mark'), ('{name}', 'protected'), ('👍🏽', 'mark'), ('很好', 'unspaced')]
    """
    found, kinds = _ascii() if text.isascii() else _any()
    new = tuple.__new__  # what a named tuple does after its own `__new__`, which costs as much as the rest
    return [new(Token, (one.group(), one.start(), kinds[one.lastindex])) for one in found.finditer(text)]


@lru_cache(maxsize=1)
def _any() -> tuple[Any, list[Kind]]:
    regex = require("regex", extra="augment")
    pattern, kinds = _joined(_patterns(_LETTER, f"[{_UNSPACED}]+", r"\X"))
    return regex.compile(pattern, regex.V1), kinds


@lru_cache(maxsize=1)
def _ascii() -> tuple[Any, list[Kind]]:
    """Return what finds the same in a text of ASCII alone, which the standard library can, in half the time."""
    pattern, kinds = _joined(_patterns("[A-Za-z]", "(?!)", "(?s:.)"))
    return re.compile(pattern, re.ASCII), kinds


def _joined(patterns: list[tuple[Kind, str]]) -> tuple[str, list[Kind]]:
    """Return one pattern with a group for each, and the kinds by the number of the group."""
    return "|".join(f"({pattern})" for _, pattern in patterns), ["mark", *(kind for kind, _ in patterns)]
