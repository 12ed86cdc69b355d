# ruff: noqa: RUF001 - the signs of many scripts
"""Arithmetic with units, and its exact value under each way to read numbers."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = ["Expression", "Reading", "Token", "Tree", "tokens_of"]

Reading = Literal["point", "comma", "list"]
"""What parts a number's digits: "point" 1,234.5, "comma" 1.234,5, "list": a comma without a blank ends the number."""

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,'’]\d+)*(?:[ '’]\d{3}(?!\d))*|(?<!\w)\.\d+)"
    r"|(?P<word>[^\W\d_]{2,}(?:-[^\W\d_]{2,})+|[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<currency>[$€£¥₹₽₩₺₫₴₪])"
    r"|(?P<percent>%)|(?P<operator>[-+*/^])|(?P<open>[(\[])|(?P<close>[)\]])|(?P<other>\S)"
)
_POINT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d+)?|\.\d+")
_COMMA = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")
_LONGEST_NUMBER = 40  # digits
_HIGHEST_POWER = 64


@dataclass(frozen=True)
class Token:
    """A piece of a line: its kind, text and place, and whether a blank stands before it."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


@dataclass(frozen=True)
class Expression:
    """Part of a line that is arithmetic.

    Attributes:
        tree: nested (operator, left, right), or a token.
        start: where it begins in the line.
        end: where it ends.
        rest: the first token after it, None at the line's end.
        units: of each number, "" where it has none.
        operators: all that are in it.
        whole: whether nothing else is in the segment.
    """

    tree: "Tree"
    start: int
    end: int
    rest: Token | None
    units: tuple[str, ...]
    operators: str
    whole: bool

    @property
    def number(self) -> Token | None:
        """The only number, where nothing is computed."""
        tree = self.tree[1] if isinstance(self.tree, tuple) and self.tree[0] == "%" else self.tree
        return tree if isinstance(tree, Token) else None

    def value(self, reading: Reading, *, percent: Fraction) -> Fraction | None:
        """Return the value; None where a number cannot be read so, or nothing can be computed."""
        return _value(self.tree, reading, percent)

    def first(self, reading: Reading, *, percent: Fraction) -> Fraction | None:
        """Return the value of the first number."""
        tree = self.tree
        while isinstance(tree, tuple) and tree[0] != "%":
            tree = tree[1]
        return _value(tree, reading, percent)


Tree = Token | tuple[str, "Tree", "Tree"] | tuple[str, "Tree"]


def tokens_of(segment: str) -> list[Token]:
    """Return the tokens of a text.

    >>> [token.kind for token in tokens_of("$1,200 + 5%")]
    ['currency', 'number', 'operator', 'number', 'percent']
    """
    return [
        Token(
            str(found.lastgroup),
            found[0],
            found.start(),
            found.end(),
            found.start() == 0 or segment[found.start() - 1] == " ",
        )
        for found in _TOKEN.finditer(segment)
    ]


def _value(tree: Tree, reading: Reading, percent: Fraction) -> Fraction | None:
    if isinstance(tree, Token):
        return _number(tree.text, reading)
    parts = [_value(part, reading, percent) for part in tree[1:]]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    if tree[0] == "%":
        return found[0] * percent
    if tree[0] == "neg":
        return -found[0]
    return _computed(tree[0], found[0], found[1])


def _computed(operator: str, left: Fraction, right: Fraction) -> Fraction | None:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left / right if right else None
    if right.denominator != 1 or abs(right) > _HIGHEST_POWER or (not left and right < 0):
        return None
    return left ** int(right)


def _number(text: str, reading: Reading) -> Fraction | None:
    if len(text) > _LONGEST_NUMBER:
        return None
    bare = re.sub(r"[ '’](?=\d{3})", "", text)
    if reading == "list" and not _POINT.fullmatch(bare):
        bare = bare.partition(",")[0]
    if not (_COMMA if reading == "comma" else _POINT).fullmatch(bare):
        return None
    plain = bare.replace(".", "").replace(",", ".") if reading == "comma" else bare.replace(",", "")
    return Fraction(plain)
