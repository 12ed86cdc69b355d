"""A text in the pieces that augmentation may change and those that it must not."""

from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from goldsmith.extras import require

__all__ = ["Kind", "Token", "tokenize"]

Kind: TypeAlias = Literal["word", "number", "protected", "unspaced", "space", "mark"]

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\uff70\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\u200c\u200d]--[{_UNSPACED}]]"
_KINDS = {
    # What a reader or a program takes as one thing. Nothing here can run past the end of its line, fenced code excepted.
    "protected": r"```(?s:.*?)(?:```|\Z)|`[^`\n]+`"
    r"|(?i:https?://|www\.)[^\s<>\"'\uff0c\u3002]+(?<![.,;:!?)])"
    r"|[\w.+-]{1,64}+@[\w-]++(?:\.[\w-]++)+"
    r"|(?<![\w&])[@#]\w+"
    r"|\{\{[^{}\n]*\}\}|\{[\w.!:]*\}|%\(\w+\)[a-z]|%[sdif]\b|\$\{\w+\}|\$[A-Za-z_]\w*"
    r"|</?[A-Za-z][^<>\n]{0,200}>|&(?:\w{1,32}|\#\d{1,8});"
    rf"|\[[A-Z][A-Z0-9_ ]*\]|\b\w+_\w+\b|(?:{_LETTER}+\d|\d+{_LETTER})[{_LETTER}\d]*",
    "unspaced": rf"[{_UNSPACED}]+",
    "word": rf"{_LETTER}+(?:['\u2019\-\u2010]{_LETTER}+)*",
    "number": r"\d+(?:[.,:/]\d+)*",
    "space": r"\s+",
    "mark": r"\X",
}


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
    return [Token(found.group(), found.start(), found.lastgroup) for found in _pattern().finditer(text)]


@lru_cache(maxsize=1)
def _pattern() -> Any:
    regex = require("regex", extra="augment")
    parts = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items())
    return regex.compile(parts, regex.V1)
